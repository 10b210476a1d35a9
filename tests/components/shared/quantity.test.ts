import { expect } from "chai";
import fc from "fast-check";
import {
  compareQuantities,
  formatQuantity,
  isQuantity,
  multiplyQuantity,
  parseQuantity,
  quantity,
  quantityNumber,
  sumQuantities,
} from "../../../components/shared/quantity";
import { splitRemedy } from "../../../components/shared/problem";

const billion = 10n ** 9n;

describe("quantities", () => {
  const values: [string, bigint][] = [
    ["2", 2n * billion],
    ["500m", 500_000_000n],
    ["0.5", 500_000_000n],
    [".5", 500_000_000n],
    ["2.", 2n * billion],
    ["+1", billion],
    ["-1", -billion],
    ["1Ki", 1024n * billion],
    ["1.5Gi", 1536n * 1024n * 1024n * billion],
    ["1k", 1000n * billion],
    ["1M", 10n ** 6n * billion],
    ["1E", 10n ** 18n * billion],
    ["1e3", 1000n * billion],
    ["1E+3", 1000n * billion],
    ["1500e-3", 1_500_000_000n],
    ["100n", 100n],
    ["3u", 3000n],
  ];
  for (const [text, value] of values) {
    it(`reads ${text} as ${value} billionths`, () => {
      expect(parseQuantity(text)).to.equal(value);
    });
  }

  it("rounds up what is finer than a billionth, so that a little asked for is never nothing", () => {
    expect(parseQuantity("0.1n")).to.equal(1n);
    expect(parseQuantity("1e-12")).to.equal(1n);
  });

  for (const text of ["", "m", ".", "1GB", "1 Gi", "500 m", "1ki", "1K", "1gi", "1e", "0x10", "1Gi ", "1,5"]) {
    it(`takes "${text}" for no quantity`, () => {
      expect(isQuantity(text)).to.equal(false);
      expect(() => parseQuantity(text)).to.throw(RangeError, `"${text}"`);
    });
  }

  const canonical: [string, string][] = [
    ["1500m", "1500m"],
    ["1000m", "1"],
    ["0.5", "500m"],
    ["1.5Gi", "1536Mi"],
    ["1024Mi", "1Gi"],
    ["512", "512"],
    ["1000", "1k"],
    ["0.5Ki", "512"],
    ["0", "0"],
    ["0Gi", "0"],
    ["-2000m", "-2"],
  ];
  for (const [given, written] of canonical) {
    it(`writes ${given} as ${written}, as the API server does`, () => {
      expect(sumQuantities([given])).to.equal(written);
    });
  }

  it("compares by value and not by text", () => {
    expect(compareQuantities("1000m", "1")).to.equal(0);
    expect(compareQuantities("1Gi", "1G")).to.equal(1);
    expect(compareQuantities("999Mi", "1Gi")).to.equal(-1);
  });

  it("VC-N1: counts what 50 workers ask for", () => {
    expect(multiplyQuantity("1000m", 50)).to.equal("50");
    expect(multiplyQuantity("2Gi", 50)).to.equal("100Gi");
    expect(quantityNumber("250m")).to.equal(0.25);
  });

  it("adds in the form of the first summand", () => {
    expect(sumQuantities(["1Gi", "1G"])).to.equal("2073741824");
    expect(sumQuantities(["512Mi", "512Mi"])).to.equal("1Gi");
    expect(sumQuantities([])).to.equal("0");
  });

  const amount = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n });
  const format = fc.constantFrom("binary" as const, "decimal" as const);

  it("keeps every value through writing and reading", () => {
    fc.assert(
      fc.property(amount, format, (value, how) => {
        const text = formatQuantity(value, how);
        expect(parseQuantity(text)).to.equal(value);
        expect(text).to.match(/^-?\d+([KMGTPE]i|[numkMGTPE])?$/);
      }),
    );
  });

  it("adds like numbers: in any order, and zero changes nothing", () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 5 }), format, (values, how) => {
        const texts = values.map((value) => formatQuantity(value, how));
        const sum = values.reduce((total, value) => total + value, 0n);
        expect(parseQuantity(sumQuantities(texts))).to.equal(sum);
        expect(parseQuantity(sumQuantities([...texts.reverse(), "0"]))).to.equal(sum);
      }),
    );
  });
});

describe("the schema of a quantity", () => {
  it("takes a bare number as its text", () => {
    expect(quantity().parse(2)).to.equal("2");
    expect(quantity().parse("500m")).to.equal("500m");
  });

  it("takes zero where nothing at all may be allowed, as in a quota", () => {
    expect(quantity({ orZero: true }).parse(0)).to.equal("0");
    expect(quantity({ orZero: true }).safeParse("-1").success).to.equal(false);
  });

  for (const given of ["0", "-1", "1GB", "", "0Gi"]) {
    it(`refuses "${given}" and shows the form`, () => {
      const message = quantity().safeParse(given).error?.issues[0]?.message ?? "";
      expect(splitRemedy(message)).to.deep.equal({
        why: "is not a Kubernetes quantity above zero",
        set: 'a quantity such as 500m or "2" (CPU), 512Mi (memory)',
      });
    });
  }
});
