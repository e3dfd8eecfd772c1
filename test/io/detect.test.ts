import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { detectFormat, refuseOtherFormat } from "../../src/io/detect.ts";
import { formatNpy } from "../../src/io/npy.ts";

const text = (content: string) => new TextEncoder().encode(content);

describe("the format is told from the name and the first bytes:", () => {
  test.each([
    ["a.svm", text("1\n2\n"), "svmlight"],
    ["a.scale.gz", text("1 1:2 3:4\n"), "svmlight"],
    ["a.csv", text("1 1:2 3:4\n"), "svmlight"],
    ["", text("# c\n\n-1 qid:3 3:4 # x\n"), "svmlight"],
    ["", text(`1${" 1:2".repeat(100_000)}`), "svmlight"],
    ["", text("1 2:0,5\n"), "csv"],
    ["", text(""), "svmlight"],
    ["a.csv", text("a b c\n"), "csv"],
    ["a.tsv.gz", text("1\t2"), "csv"],
    ["a.data", text("5.1,3.5,x\n"), "csv"],
    ["a.CSV", text("1"), "csv"],
    ["a", text("a;b\n1;2"), "csv"],
    ["a.csv", text("PAR1,BZh,y\n1,2,3\n"), "csv"],
    ["a.constructor", text("1\n"), "svmlight"],
    ["a.svm", formatNpy({ data: Float64Array.of(1), shape: [1] }), "npy"],
    ["a.npy", text("1"), "npy"],
    ["a.csv", gzipSync("1"), "gzip"],
    ["a.csv", Buffer.from("a,b\n", "utf16le"), "utf16"],
    ["a.csv", Buffer.from("\ufeffa,b\n", "utf16le").swap16(), "utf16"],
    ["a.csv", Buffer.from("a,b\n", "utf16le").swap16(), "utf16"],
    ["t10k-images", Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1), "idx"],
    ["a", text("PAR1\x15\x04"), "parquet"],
    ["a", text("PAR1"), "parquet"],
    ["a", text("BZh91AY&SY"), "bzip2"],
    ["a", text("PK\x03\x04"), "zip"],
    ["m.model", text("solver_type MCSVM_CS\n"), "liblinear-model"],
    ["m.model", text("svm_type c_svc\n"), "libsvm-model"],
    ["m", text('{\n "format": "hinge-model"}'), "hinge-model"],
    ["m.json", text('{"a": 1}'), "json"],
    ["a.arff", text("@RELATION iris\n"), "arff"],
    ["a.csv", text("<!DOCTYPE html>"), "html"],
    ["a.pkl", Uint8Array.of(0x80, 4, 0x95, 0), "pickle"],
  ])("%s", (name, bytes, format) => {
    expect(detectFormat(name, bytes)).toBe(format);
  });
});

test("a web page in place of a CSV is named", () => {
  expect(() => refuseOtherFormat(text("<html>"), "csv", "a.csv")).toThrow(
    /^a\.csv: this is a web page, not CSV text; the download may have failed; fetch the file again$/,
  );
});
