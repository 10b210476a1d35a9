import { expect } from "chai";
import { dnsSettings } from "../../../components/gateways/dns-settings";
import { gatewaysSettings } from "../../../components/gateways/settings";
import { problemsOf } from "../../../stacks/problems";
import { gatewaysOf } from "./builders";

const schema = gatewaysSettings({ deletionProtection: false, accessLogs: false });
const problems = (raw: unknown) => {
  const parsed = schema.safeParse(raw);
  return parsed.success ? [] : problemsOf(parsed.error, raw, schema).map(({ path, set }) => ({ path, set }));
};

describe("settings of gateways", () => {
  it("{ type: alb } is a public gateway with the tier's protection", () => {
    expect(gatewaysOf({ public: { type: "alb" } }).public).to.deep.equal({
      type: "alb",
      scheme: "internet-facing",
      shield: false,
      idleTimeoutSeconds: 60,
      deletionProtection: true,
      accessLogs: { enabled: true, retentionDays: 90 },
    });
  });

  const bad: [string, unknown, string, string][] = [
    ["a range with host bits", { allowFrom: ["203.0.113.1/24"] }, "public.allowFrom[0]", "203.0.113.0/24"],
    ["an empty list of ranges", { allowFrom: [] }, "public.allowFrom", "1 entries or more"],
    [
      "a certificate of IAM",
      { certificate: { arn: "arn:aws:iam::1:server-certificate/x" } },
      "public.certificate.arn",
      "arn:aws:acm:",
    ],
    [
      "a web ACL of CloudFront",
      { wafAclArn: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/m/0a" },
      "public.wafAclArn",
      "regional/webacl",
    ],
    ["a timeout that AWS refuses", { idleTimeoutSeconds: 4001 }, "public.idleTimeoutSeconds", "4000 or less"],
    [
      "everyone at an internal gateway",
      { scheme: "internal", allowFrom: ["0.0.0.0/0"] },
      "public.allowFrom[0]",
      "the ranges of the networks",
    ],
    ["an unknown key", { idleTimeout: 5 }, "public.idleTimeout", "idleTimeoutSeconds"],
  ];
  for (const [what, gateway, path, remedy] of bad) {
    it(`refuses ${what}`, () => {
      const found = problems({ public: { type: "alb", ...(gateway as object) } });
      expect(found.map((one) => one.path)).to.deep.equal([path]);
      expect(found[0]?.set).to.contain(remedy);
    });
  }

  it("refuses a type that there is no gateway of", () => {
    expect(problems({ public: { type: "nginx" } }).map(({ path }) => path)).to.deep.equal(["public.type"]);
  });

  it("a hosted zone has the form of its id", () => {
    expect(dnsSettings().safeParse({ zoneId: "Z0123456789ABCDEFGHIJ" }).success).to.equal(true);
    expect(dnsSettings().safeParse({ zoneId: "example.com" }).success).to.equal(false);
  });
});
