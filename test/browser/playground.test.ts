import { afterAll, beforeAll, describe } from "vitest";
import { buildPlayground } from "../../scripts/lib/build-playground.mjs";
import { launch, noBrowser } from "./chromium.ts";
import { doctorTests } from "./playground/doctor.ts";
import { objectiveTests } from "./playground/objective.ts";
import { planeTests } from "./playground/plane.ts";
import { reachTests } from "./playground/reach.ts";
import { sharingTests } from "./playground/sharing.ts";
import { playgroundSite, type Stage } from "./playground/site.ts";
import { serve } from "./serve.ts";

// One file to the runner, for the page is built once.
describe.skipIf(noBrowser !== undefined)(
  `the playground in Chromium${noBrowser ? ` (${noBrowser})` : ""}`,
  () => {
    const stage = {} as Stage;
    let site: Awaited<ReturnType<typeof serve>>;

    beforeAll(async () => {
      await buildPlayground();
      [stage.browser, site] = await Promise.all([launch(), serve(playgroundSite())]);
      stage.origin = site.origin;
    });
    afterAll(() => Promise.all([stage.browser?.close(), site?.close()]));

    describe("the plane", () => planeTests(stage));
    describe("the objective", () => objectiveTests(stage));
    describe("data and addresses", () => sharingTests(stage));
    describe("mistakes", () => doctorTests(stage));
    describe("everybody's use", () => reachTests(stage));
  },
);
