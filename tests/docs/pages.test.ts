import { pinOf } from "../../components/shared/pins";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { readStackFile } from "../../preview/cli/stack-file";
import { shown } from "../../tools/shown";
import { root, textOf } from "./support/commands";

interface Job {
  environment?: string;
  "timeout-minutes"?: number;
  steps?: { uses?: string; run?: string; with?: Record<string, string> }[];
  with?: { stack?: string };
}
interface Workflow {
  on: Record<string, unknown>;
  jobs: Record<string, Job>;
}

const workflows = join(root, ".github/workflows");
const workflow = (name: string) => parse(readFileSync(join(workflows, name), "utf8")) as Workflow;
const ownWorkflows = readdirSync(workflows).map((name) => readFileSync(join(workflows, name), "utf8"));

/** The block of JSON after a mark of a page. */
function policyAfter(page: string, mark: string): Record<string, string | string[]> {
  const [, text = ""] = new RegExp(`<!-- ${mark} -->\\s+\`\`\`json\\n([^]*?)\`\`\``).exec(textOf(page)) ?? [];
  const document = JSON.parse(text) as {
    Statement: { Action: string; Condition: Record<string, Record<string, string | string[]>> }[];
  };
  const [statement] = document.Statement;
  expect(statement?.Action).to.equal("sts:AssumeRoleWithWebIdentity");
  expect(Object.keys(statement?.Condition ?? {}), "exact, without wildcards").to.deep.equal(["StringEquals"]);
  return statement?.Condition["StringEquals"] ?? {};
}

/** What a subject says after the repository. */
const subjects = (condition: Record<string, string | string[]>) =>
  [condition["token.actions.githubusercontent.com:sub"] ?? []].flat().map((sub) => sub.replace(/^repo:[^:]+:/, ""));

describe("docs/going-live.md", () => {
  const page = "docs/going-live.md";

  it("TB-57: trusts for a deployment the environments in which the workflow runs, and those of one account", () => {
    const condition = policyAfter(page, "trust: deploy");
    const stacks = Object.values(workflow("up.yml").jobs).map((job) => job.with?.stack ?? "");
    const account = (stack: string) => {
      const { config } = readStackFile({ stack, configFile: undefined }, root);
      return (JSON.parse(config["platform:aws"] ?? "{}") as { accountId?: string }).accountId;
    };
    const own = stacks.filter((stack) => account(stack) === account("production"));
    expect(subjects(condition)).to.deep.equal(own.map((stack) => `environment:${stack}`));
    expect(condition["token.actions.githubusercontent.com:aud"]).to.equal("sts.amazonaws.com");
    expect(workflow("up-stack.yml").jobs["up"]?.environment).to.equal("${{ inputs.stack }}");
  });

  it("TB-57: trusts for a preview what starts the workflows that take its role", () => {
    expect(Object.keys(workflow("preview.yml").on)).to.deep.equal(["pull_request"]);
    expect(Object.keys(workflow("drift.yml").on)).to.include("schedule");
    expect(subjects(policyAfter(page, "trust: preview"))).to.deep.equal(["pull_request", "ref:refs/heads/main"]);
  });

  it("gives the deploy role sessions as long as the workflow asks for, and those as long as its job may take", () => {
    const { up } = workflow("up-stack.yml").jobs;
    const asked = up?.steps?.find(({ uses }) => uses?.startsWith("aws-actions/"))?.with?.["role-duration-seconds"];
    expect(textOf(page)).to.contain(`--max-session-duration ${String(asked)}`);
    expect(Number(asked)).to.be.at.least((up?.["timeout-minutes"] ?? Infinity) * 60);
  });

  it("names every variable and secret that a workflow reads", () => {
    const names = ownWorkflows.flatMap((text) =>
      [...text.matchAll(/\b(?:vars|secrets)\.([A-Z_]+)/g)].map(([, name]) => name),
    );
    for (const name of new Set(names)) expect(textOf(page)).to.contain(`\`${name ?? ""}`);
    for (const stack of ["STAGING", "STANDBY", "PRODUCTION"])
      expect(textOf(page)).to.contain(`PREVIEW_ROLE_ARN_${stack}`);
    expect(ownWorkflows.join("\n")).to.contain("vars[format('PREVIEW_ROLE_ARN_{0}', matrix.stack)]");
  });

  it("MP-4: names the tools that have to be at hand", () => {
    for (const tool of ["AWS CLI", "kubectl", "Helm", "istioctl"])
      expect(textOf(page)).to.match(new RegExp(`\\| ${tool} +\\|`));
  });
});

describe("docs/images.md", () => {
  const [, text = ""] = /```yaml\n([^]*?)```/.exec(textOf("docs/images.md")) ?? [];
  const steps = Object.values((parse(text) as Workflow).jobs).flatMap((job) => job.steps ?? []);
  const using = (action: string) => steps.find(({ uses }) => uses?.startsWith(`${action}@`));

  it("VC-64, KP-44: scans with the Trivy that the operator runs, before the push, and fails on what can be mended", async () => {
    const scan = using("aquasecurity/trivy-action");
    const { plan } = await shown("production");
    const operator = plan.resources.find(({ name }) => name === "addons-trivy-operator");
    const { values } = operator?.inputs as { values: { trivy: { image: { tag: string } } } };
    expect(`v${values.trivy.image.tag.split("@")[0] ?? ""}`).to.equal(scan?.with?.["version"]);
    expect(scan?.with).to.include({ severity: "CRITICAL,HIGH", "ignore-unfixed": true, "exit-code": "1" });
    const push = steps.findIndex(({ run }) => run?.startsWith("docker push") === true);
    expect(steps.indexOf(scan ?? {})).to.be.within(0, push - 1);
  });

  it("VC-65: signs the digest, in the form that the policy controller reads", () => {
    const sign = steps.at(-1)?.run ?? "";
    expect(sign).to.contain('cosign sign --yes --new-bundle-format=false --use-signing-config=false "$IMAGE@$digest"');
    // A newer controller may read bundles; then the page has to be looked at again.
    expect(pinOf("policy-controller").chart?.software).to.equal("0.13.1");
  });

  it("pins its actions by commit, those of this repository's workflows at the same one", () => {
    for (const { uses } of steps) {
      if (uses === undefined) continue;
      expect(uses).to.match(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      const action = uses.slice(0, uses.indexOf("@") + 1);
      for (const own of ownWorkflows.filter((one) => one.includes(action))) expect(own).to.contain(uses);
    }
  });

  it("VC-65: is of the file that the stacks' policy takes signatures of", () => {
    expect(textOf("docs/images.md")).to.contain("`release.yml`");
    expect(readFileSync(join(root, "Pulumi.production.yaml"), "utf8")).to.contain(
      ".github/workflows/release.yml@refs/heads/main",
    );
  });
});
