import { describe, expect, it } from "vitest";
import { decide, type Place } from "../../../src/cli/play/policy.ts";
import { Session } from "../../../src/cli/play/session.ts";

const page = { type: "text/html", body: Buffer.from("page") };
const place: Place = { port: 4464, site: new Map([["/", page]]) };
const own = ["Host", "127.0.0.1:4464"];

function ask(target: string, rawHeaders: readonly string[] = own, where: Place = place, method = "GET") {
  return decide({ method, target, rawHeaders }, where);
}

describe("the policy", () => {
  it("answers whoever comes by its own name, from the page or from the address line", () => {
    for (const more of [
      [],
      ["Origin", "http://127.0.0.1:4464"],
      ["Sec-Fetch-Site", "same-origin"],
      ["sec-fetch-site", "none"],
      ["Content-Length", "0"],
    ]) {
      expect(ask("/", [...own, ...more])).toEqual({ status: 200, served: page });
    }
  });

  it("knows the name that browsers use at port 80", () => {
    const at80 = { ...place, port: 80 };
    expect(ask("/", ["Host", "127.0.0.1"], at80)).toMatchObject({ status: 200 });
    expect(ask("/", ["Host", "127.0.0.1:80"], at80)).toMatchObject({ status: 421 });
  });

  it.each([
    ["another name", "/", ["Host", "localhost:4464"], 421],
    ["no name", "/", [], 421],
    ["another site's script", "/", [...own, "Origin", "http://evil.example"], 403],
    ["another site's link", "/", [...own, "Sec-Fetch-Site", "cross-site"], 403],
    ["a path that is not in the map", "/index.html", own, 404],
    ["a path that would have to be decoded", "/%2e", own, 404],
    ["a target that is no path", "http://127.0.0.1:4464/", own, 400],
    ["a header that is there twice", "/", [...own, ...own], 400],
    ["a body", "/", [...own, "Content-Length", "1"], 413],
    ["a session where there is none", "/session.json", own, 404],
    ["an entrance where there is none", "/enter?x", own, 404],
  ] as const)("refuses %s", (_, target, headers, status) => {
    const verdict = ask(target, headers);
    expect(verdict).toEqual({ status, refusal: expect.stringMatching(/^[A-Z].*\.$/) });
    expect(JSON.stringify(verdict)).not.toMatch(/evil/);
  });

  it("keeps the name of another cookie's port apart", () => {
    const session = new Session("x");
    const verdict = ask(`/enter?${session.token}`, own, { ...place, session });
    if (!("cookie" in verdict)) throw new Error("not let in");
    const [pair] = verdict.cookie.split(";");
    const bearer = [...own, "Cookie", pair!];
    expect(ask("/session.json", bearer, { ...place, session })).toMatchObject({ status: 200 });
    const next = { ...place, port: 4465, session };
    expect(ask("/session.json", ["Host", "127.0.0.1:4465", "Cookie", pair!], next)).toMatchObject({
      status: 403,
    });
  });
});
