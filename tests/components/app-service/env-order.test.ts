import { expect } from "chai";
import fc from "fast-check";
import { containerEnv } from "../../../components/app-service/config/config-map";
import { envCircle, envReferences, inEnvOrder } from "../../../components/app-service/config/env-order";
import { secretValue } from "../../../components/app-service/config/secret-guard";

describe("variables that refer to others", () => {
  it("stand after what they refer to, and else by name", () => {
    const env = { API_BASE: "https://$(PUBLIC_HOST)/v1", PUBLIC_HOST: "app.example.com", A: "1", Z: "$(A)" };
    expect(containerEnv(env, undefined).map(({ name }) => name)).to.deep.equal(["A", "PUBLIC_HOST", "API_BASE", "Z"]);
  });

  it("stand after what the platform gives, too", () => {
    const given = [{ name: "POSTGRES_HOST", value: "db" }];
    const names = containerEnv({ DATABASE_URL: "postgres://$(POSTGRES_HOST)/shop" }, undefined, given).map(
      ({ name }) => name,
    );
    expect(names).to.deep.equal(["POSTGRES_HOST", "DATABASE_URL"]);
  });

  it("are names in $(…), and not where a dollar is doubled", () => {
    expect(envReferences("$(A) and $$(B) and $C and $(1) and $$$(D)")).to.deep.equal(["A", "D"]);
  });

  it("as a property: without a circle, each reference stands earlier", () => {
    const names = ["A", "B", "C", "D", "E"];
    const value = fc
      .array(fc.constantFrom(...names), { maxLength: 2 })
      .map((all) => all.map((one) => `$(${one})`).join(" "));
    fc.assert(
      fc.property(fc.array(value, { minLength: 5, maxLength: 5 }), (values) => {
        const env = Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
        const order = inEnvOrder(names.map((name) => ({ name, value: env[name] ?? "" })));
        expect(order.map(({ name }) => name).sort()).to.deep.equal(names);
        const earlier = order.every(({ value }, index) =>
          envReferences(value).every((one) => order.slice(0, index).some(({ name }) => name === one)),
        );
        expect(earlier).to.equal(envCircle(env) === undefined);
      }),
    );
  });

  it("in a circle are found, those that refer to themselves included", () => {
    expect(envCircle({ A: "$(B)", B: "x $(C)", C: "$(A)" })).to.deep.equal(["A", "B", "C", "A"]);
    expect(envCircle({ PATH: "/opt:$(PATH)" })).to.deep.equal(["PATH", "PATH"]);
    expect(envCircle({ A: "$(B)", B: "1", C: "$(B)$(A)" })).to.equal(undefined);
  });
});

describe("the guard against secrets, on large texts", () => {
  // A pattern that reads a text once from each place would take minutes for each of these.
  const units = ["a", "a:", "http://", "http://a:", "://a:b", "AKIA", "eyJ", "eyJ-", "-----BEGIN ", "ghp_", "x-", " "];
  for (const unit of units) {
    it(`reads 1.2 MB of ${JSON.stringify(unit)} at once`, () => {
      expect(secretValue(unit.repeat(Math.ceil(1_200_000 / unit.length)))).to.equal(undefined);
    });
  }

  it("still finds what it looks for behind a megabyte of text", () => {
    const before = `${"a".repeat(1_000_000)} `;
    expect(secretValue(`${before}postgres://shop:hunter2@db/shop`)).to.equal("holds a URL with a password");
    expect(secretValue(`${before}eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x`)).to.equal(
      "holds a JSON web token",
    );
  });

  it("takes a password that is another variable for none", () => {
    expect(secretValue("postgres://$(USER):$(PASSWORD)@$(HOST)/shop")).to.equal(undefined);
    expect(secretValue("postgres://$(USER):x$(PASSWORD)@$(HOST)/shop")).to.equal("holds a URL with a password");
  });
});
