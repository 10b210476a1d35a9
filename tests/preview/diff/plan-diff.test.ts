import { expect } from "chai";
import { diffMarkdown } from "../../../preview/diff/markdown";
import { diffOf, isEmpty, type PlanDiff } from "../../../preview/diff/plan-diff";
import { diffText, lossesOf, summaryOf } from "../../../preview/diff/text";
import type { PlanDocument } from "../../../preview/document";
import { Style } from "../../../preview/text/style";
import { diff, namespace, plan, resource } from "./builders";

const bucket = (more = {}) => resource("aws:s3/bucket:Bucket", "media", { bucket: "media" }, more);
const deployment = (image: string) =>
  resource("kubernetes:apps/v1:Deployment", "api", { spec: { template: { spec: { containers: [{ image }] } } } });
const text = (of: PlanDiff) => diffText(of, new Style({ verbose: false, colour: false, width: 100 }));

describe("the difference of two plans", () => {
  it("is empty, and one line, for the same plan", () => {
    const same = diff([bucket(), deployment("a")], [bucket(), deployment("a")]);
    expect(isEmpty(same)).to.equal(true);
    expect(text(same)).to.equal("s against before: no changes");
    expect(diffMarkdown(same)).to.equal("**s** against before: no changes\n");
  });

  it("names the workloads whose pods are replaced, by a new image and not by a label", () => {
    expect(diff([deployment("a:1")], [deployment("a:2")]).restarted).to.deep.equal(["api"]);
    const labelled = {
      ...deployment("a:1"),
      inputs: { ...(deployment("a:1").inputs as object), metadata: { labels: {} } },
    };
    expect(diff([deployment("a:1")], [labelled]).restarted).to.deep.equal([]);
  });

  it("says what is lost with a bucket that is deleted, and that a protected one is refused", () => {
    expect(lossesOf(diff([bucket()], []))).to.deep.equal([
      "aws:s3/bucket:Bucket media is deleted: lost is every object of the bucket. " +
        "To avoid it: copy the objects first, or undo the change.",
    ]);
    expect(lossesOf(diff([bucket({ protect: true })], []))[0]).to.include("protected and the engine refuses");
    expect(lossesOf(diff([bucket({ retainOnDelete: true })], []))).to.deep.equal([]);
    expect(lossesOf(diff([resource(namespace, "a")], []))[0]).to.include("every object of the namespace");
  });

  it("says what is lost with a database that is replaced, and nothing for one that is updated", () => {
    const database = (inputs: object) => resource("aws:rds/instance:Instance", "orders", { ...inputs });
    expect(lossesOf(diff([database({ engine: "postgres" })], [database({ engine: "mysql" })]))[0]).to.include(
      "orders is replaced: lost is the database and its automatic backups",
    );
    expect(lossesOf(diff([database({ allocatedStorage: 20 })], [database({ allocatedStorage: 40 })]))).to.deep.equal(
      [],
    );
  });

  it("adds up the money, the largest difference first", () => {
    const cost = (...items: [string, number][]) =>
      ({
        monthlyUsd: items.reduce((sum, [, usd]) => sum + usd, 0),
        items: items.map(([what, monthlyUsd]) => ({ what, monthlyUsd, basis: `basis of ${what}` })),
      }) as unknown as PlanDocument["cost"];
    const before = plan([], { cost: cost(["nodes", 100], ["same", 5], ["gone", 1]) });
    const after = plan([], { cost: cost(["nodes", 130], ["same", 5], ["made", 7]) });
    const changed = diffOf(before, after, "before");
    expect(changed.cost.lines.map(({ what }) => what)).to.deep.equal(["nodes", "made", "gone"]);
    expect(summaryOf(changed)).to.include("$106.00 → $142.00 a month (+$36.00)");
    expect(text(changed)).to.include("+$30.00 nodes: basis of nodes").and.to.include("-$1.00 gone: basis of gone");
  });

  it("lists permissions that come and go, of AWS and of Kubernetes", () => {
    const policy = (Action: string) =>
      resource("aws:iam/rolePolicy:RolePolicy", "api", {
        policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: "arn:aws:s3:::media/*" }] }),
      });
    const role = (verbs: string[]) =>
      resource("kubernetes:rbac.authorization.k8s.io/v1:Role", "viewer", { rules: [{ resources: ["pods"], verbs }] });
    const { permissions } = diff([policy("s3:GetObject"), role(["get"])], [policy("s3:*"), role(["get", "delete"])]);
    expect(permissions).to.deep.equal({
      added: ["api: allow s3:* on arn:aws:s3:::media/*", "viewer: delete pods"],
      removed: ["api: allow s3:GetObject on arn:aws:s3:::media/*"],
    });
  });

  it("lists ways of the network that open and close", () => {
    const policy = (from: string) =>
      resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", "api", {
        metadata: { namespace: "production" },
        spec: {
          podSelector: { matchLabels: { "app.kubernetes.io/name": "api" } },
          ingress: [
            {
              from: [{ podSelector: { matchLabels: { "app.kubernetes.io/name": from } } }],
              ports: [{ port: 8000, protocol: "TCP" }],
            },
          ],
        },
      });
    expect(diff([policy("frontend")], [policy("admin")]).network).to.deep.equal({
      added: ["production/api: from production/admin on TCP 8000"],
      removed: ["production/api: from production/frontend on TCP 8000"],
    });
  });

  it("keeps a value in Markdown from ending its block", () => {
    const of = (value: string) => [resource(namespace, "a", { value })];
    const markdown = diffMarkdown(diff(of("x"), of("```\n<script>")));
    expect(markdown).to.include("````diff\n").and.to.include("value: x → ``` <script>\n````");
  });
});
