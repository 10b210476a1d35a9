import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readStackFile, type StackFile } from "../../preview/cli/stack-file";
import { UserError } from "../../preview/cli/user-error";

describe("the stack file", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "stack-file-"))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const read = (text: string): StackFile => {
    writeFileSync(join(directory, "Pulumi.test.yaml"), text);
    return readStackFile({ stack: "test", configFile: undefined }, directory);
  };
  const refusal = (text: string): string => {
    try {
      read(text);
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
    throw new Error("expected a refusal");
  };

  it("is mapped as the engine does it: own namespace by default, structured values as JSON", () => {
    const { config } = read(
      "config:\n  tier: production\n  platform:size: 3\n  platform:on: true\n  platform:a: {b: [1]}\n",
    );
    expect(config).to.deep.equal({
      "platform:tier": "production",
      "platform:size": "3",
      "platform:on": "true",
      "platform:a": '{"b":[1]}',
    });
  });

  it("merges what a merge key names, as the engine does", () => {
    const { config } = read(
      "config:\n  platform:services:\n    one: &base { port: 8080, image: { tag: '1' } }\n    two: { <<: *base, port: 8081 }\n",
    );
    expect(JSON.parse(config["platform:services"] ?? "")).to.deep.equal({
      one: { port: 8080, image: { tag: "1" } },
      two: { port: 8081, image: { tag: "1" } },
    });
  });

  for (const [scalar, why] of [
    ["2026-11-30", /is a date, which the engine hands over as a time/],
    ["2026-11-30T10:00:00Z", /is a date/],
    ["01234", /begins with 0/],
    ["1_000", /has an underscore/],
    ["0x1F", /is a hexadecimal/],
    ["0o17", /is a hexadecimal, octal/],
    ["1234e5", /with an exponent/],
    ["20261130112233445566", /more digits than a number holds/],
    ["1.10", /is the number 1\.1 without its own digits/],
    ["0.50", /is the number 0\.5/],
    [".inf", /no number that JSON has/],
  ] as const) {
    it(`refuses ${scalar} of a variable, and shows it in quotes`, () => {
      const message = refusal(`config:\n  platform:services:\n    api:\n      env:\n        ONE: ${scalar}\n`);
      expect(message).to.match(why);
      expect(message).to.match(/Pulumi\.test\.yaml:5 services\.api\.env\.ONE: /);
      expect(message).to.include(`set "${scalar}" for this text`);
    });
  }

  it("takes what both read alike: quoted, plain numbers and words, and a ratio where a number is meant", () => {
    const env = `{ A: "1.10", B: '01234', C: 8080, D: on, E: yes, F: 12:30, G: true, H: -1, I: 1.5, J: "2026-11-30", K: v1, L: 1.2.3 }`;
    const { config } = read(
      `config:\n  platform:services: { api: { env: ${env} } }\n  platform:cost: { spotDiscount: 0.60 }\n`,
    );
    expect(JSON.parse(config["platform:services"] ?? "").api.env).to.deep.equal({
      ...{
        A: "1.10",
        B: "01234",
        C: 8080,
        D: "on",
        E: "yes",
        F: "12:30",
        G: true,
        H: -1,
        I: 1.5,
        J: "2026-11-30",
        K: "v1",
        L: "1.2.3",
      },
    });
    expect(config["platform:cost"]).to.equal('{"spotDiscount":0.6}');
  });

  it("SS-60: a value of a secret in plain text is refused, and not shown", () => {
    const text = "config:\n  platform:secretValues:\n    mail: { token: {secure: v1:abc}, key: hunter2 }\n";
    expect(refusal(text)).to.contain("secretValues.mail.key in plain text").and.not.contain("hunter2");
    expect(() => read("config:\n  platform:secretValues:\n    mail: { token: {secure: v1:abc} }\n")).not.to.throw();
  });

  it("keeps a secret out, at any depth, and marks its key", () => {
    const { config, secretKeys } = read(
      "config:\n  platform:token: {secure: v1:abc=}\n  platform:db: {users: [{password: {secure: v1:def=}}], size: 2}\n",
    );
    expect(config).to.deep.equal({
      "platform:token": "[secret]",
      "platform:db": '{"users":[{"password":"[secret]"}],"size":2}',
    });
    expect(secretKeys).to.deep.equal(["platform:token", "platform:db"]);
  });

  it("finds the line of a path, of keys with dots in them, of list items, and of the parent of what is missing", () => {
    const { where } = read(
      "# comment\nconfig:\n  platform:network:\n    zones:\n      - a\n      - b\n  platform:namespaces:\n" +
        "    shop:\n      quota:\n        requests.cpu: 1\n        requests: {}\n",
    );
    expect(where("network.zones[1]")).to.equal("Pulumi.test.yaml:6 ");
    expect(where("namespaces.shop.quota.requests.cpu")).to.equal("Pulumi.test.yaml:10 ");
    expect(where('namespaces.shop.quota["requests.cpu"]')).to.equal("Pulumi.test.yaml:10 ");
    expect(where("namespaces.shop.quota.limits")).to.equal("Pulumi.test.yaml:9 ");
    expect(where("network.cidr")).to.equal("Pulumi.test.yaml:3 ");
    expect(where("absent")).to.equal("Pulumi.test.yaml:2 ");
  });

  it("warns of provider config that reaches no provider, and of keys beside `config`", () => {
    const { warnings } = read(
      "config:\n  aws:region: us-east-1\n  other:thing: 1\nencryptionsalt: v1:x\nconfigs: {}\n",
    );
    expect(warnings).to.deep.equal([
      "aws:region has no effect: the program's AWS provider is made from platform:aws",
      'Pulumi.test.yaml: the key "configs" beside `config:` is ignored',
    ]);
  });

  const refused: [string, string, string][] = [
    ["an empty file", "", "Pulumi.test.yaml is empty"],
    ["a file of comments", "# nothing\n", "Pulumi.test.yaml is empty"],
    ["a list", "- config\n", "Pulumi.test.yaml is not a map"],
    ["a file without config", "encryptionsalt: x\n", "has no `config:` map"],
    ["an empty config", "config:\n", "has no `config:` map"],
    ["broken YAML, with line and column", "config:\n  a: [1\n", "Pulumi.test.yaml:3:1:"],
    ["a key twice", "config:\n  platform:a: 1\n  platform:a: 2\n", "Pulumi.test.yaml:3:3: Map keys must be unique"],
    ["a key with and without its prefix", "config:\n  a: 1\n  platform:a: 2\n", "sets platform:a twice"],
  ];
  for (const [what, text, message] of refused) {
    it(`refuses ${what}`, () => expect(refusal(text)).to.include(message));
  }

  it("names the stacks that there are when it is missing", () => {
    writeFileSync(join(directory, "Pulumi.one.yaml"), "");
    writeFileSync(join(directory, "Pulumi.two.yaml"), "");
    const missing = () => readStackFile({ stack: "three", configFile: undefined }, directory);
    expect(missing).to.throw(UserError, "There is no Pulumi.three.yaml. Stacks here: one, two.");
    const file = () => readStackFile({ stack: "one", configFile: "no/such.yaml" }, directory);
    expect(file).to.throw(UserError, "There is no file no/such.yaml (--config-file).");
  });
});
