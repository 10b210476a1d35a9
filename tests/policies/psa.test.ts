import { expect } from "chai";
import { runPolicies } from "../../preview/policy-run";
import type { RecordedResource } from "../../preview/recorded";
import { rules } from "../../policies/rules";
import { NoGo, psaCases, psaVersion, type PsaCase } from "./support/psa";
import { kinds, podPath, resource, set, today } from "./support/workloads";

const version = "v1.36";
const levels = ["baseline", "restricted"] as const;
type Level = (typeof levels)[number];

/** Our rules of the Pod Security Standards. */
const ours = rules.filter(({ framework }) => framework?.name === "Kubernetes Pod Security Standards");

/** The module's checks that each rule stands for; a check and its stricter form at `restricted` are one rule here. */
const checksOf: Record<string, string[]> = {
  "no-host-namespaces": ["hostNamespaces"],
  "no-privileged-containers": ["privileged"],
  "no-windows-host-process": ["windowsHostProcess"],
  "added-capabilities": ["capabilities_baseline", "capabilities_restricted"],
  "drop-all-capabilities": ["capabilities_restricted"],
  "no-privilege-escalation": ["allowPrivilegeEscalation"],
  "run-as-non-root": ["runAsNonRoot"],
  "run-as-user": ["runAsUser"],
  "volume-types": ["hostPathVolumes", "restrictedVolumes"],
  "no-host-ports": ["hostPorts"],
  "no-host-probes": ["hostProbesAndHostLifecycle"],
  "apparmor-profile": ["appArmorProfile"],
  "selinux-options": ["seLinuxOptions"],
  "seccomp-profile": ["seccompProfile_baseline", "seccompProfile_restricted"],
  "proc-mount": ["procMount", "procMount_restricted"],
  "safe-sysctls": ["sysctls"],
};

/** The pod in a workload of one kind after the other, in a namespace that enforces the level. */
function workload({ pod }: PsaCase, index: number, level: Level): RecordedResource {
  const kind = kinds[index % kinds.length] ?? "core/v1:Pod";
  const inputs: Record<string, unknown> = {};
  const holder = podPath(kind).replace(/\.?spec$/, "");
  set(inputs, podPath(kind), pod.spec);
  set(inputs, holder === "" ? "metadata" : `${holder}.metadata`, { ...pod.metadata });
  set(inputs, "metadata", { ...((inputs["metadata"] as object | undefined) ?? {}), name: "api", namespace: level });
  const one = resource(`kubernetes:${kind}`, inputs, `${index}-${level}`);
  return one;
}

const namespaces = levels.map((level) =>
  resource(
    "kubernetes:core/v1:Namespace",
    { metadata: { name: level, labels: { "pod-security.kubernetes.io/enforce": level } } },
    level,
  ),
);

/** Names of our rules that complain, by case and level. */
async function verdicts(cases: PsaCase[]): Promise<Map<string, Set<string>>> {
  const workloads = cases.flatMap((one, index) => levels.map((level) => workload(one, index, level)));
  const run = await runPolicies({
    resources: [...namespaces, ...workloads],
    stack: "test",
    project: "platform",
    config: {},
    rules: ours,
    today,
  });
  expect(run.problems).to.deep.equal([]);
  const found = new Map<string, Set<string>>(workloads.map(({ urn }) => [urn, new Set<string>()]));
  for (const { urn, policy, kind } of run.findings) {
    expect(kind, policy).to.equal("violation");
    found.get(urn)?.add(policy);
  }
  return found;
}

/** What differs: a check that refuses where no rule of it does, or a rule that complains where no check of it does. */
async function differences(cases: PsaCase[]): Promise<string[]> {
  const found = await verdicts(cases);
  return cases.flatMap((one, index) =>
    levels.flatMap((level) => {
      const complaining = [...(found.get(workload(one, index, level).urn) ?? [])];
      const refusing = one.failed[level];
      const lax = refusing.filter((check) => !complaining.some((rule) => checksOf[rule]?.includes(check)));
      const strict = complaining.filter((rule) => !checksOf[rule]?.some((check) => refusing.includes(check)));
      return lax.length + strict.length === 0
        ? []
        : [`${one.name} at ${level}: lax in [${lax.join()}], strict in [${strict.join()}]: ${JSON.stringify(one.pod)}`];
    }),
  );
}

describe(`Pod Security, compared with what the API server runs (${psaVersion})`, function () {
  this.timeout(600_000);
  let cases: PsaCase[];

  before(function () {
    try {
      cases = psaCases(version, 1, 6000);
    } catch (error) {
      if (!(error instanceof NoGo)) throw error;
      process.stdout.write(`${error.message}\n`);
      this.skip();
    }
  });

  it("has a rule for every check, and a check for every rule", () => {
    expect(ours.map(({ name }) => name).sort()).to.deep.equal(Object.keys(checksOf).sort());
    const refusing = new Set(cases.flatMap(({ failed }) => levels.flatMap((level) => failed[level])));
    expect([...refusing].sort()).to.deep.equal([...new Set(Object.values(checksOf).flat())].sort());
  });

  it("gives the verdicts that the Kubernetes project wrote beside its fixtures of 1.36", async () => {
    const own = cases.filter(({ name }) => name.includes(`/${version}/`));
    expect(own.length).to.equal(148);
    const found = await verdicts(own);
    const wrong = own.filter((one, index) => {
      const [level, , verdict] = one.name.split("/") as [Level, string, string];
      const complains = (found.get(workload(one, index, level).urn)?.size ?? 0) > 0;
      return complains !== (verdict === "fail");
    });
    expect(wrong.map(({ name }) => name)).to.deep.equal([]);
  });

  it("gives the verdict of each check on every distinct fixture of all versions, at both levels", async () => {
    const distinct = [
      ...new Map(cases.filter((one) => one.fixture).map((one) => [JSON.stringify(one.pod), one])).values(),
    ];
    expect(distinct.length).to.be.above(350);
    expect((await differences(distinct)).slice(0, 5)).to.deep.equal([]);
  });

  it("gives the verdict of each check on 6000 generated pods, at both levels, in every kind of workload", async () => {
    const generated = cases.filter((one) => !one.fixture);
    expect(generated.length).to.equal(6000);
    // Pods that nobody refuses, and pods that are refused, are both plenty: a comparison of all with nothing is easy.
    const refused = generated.filter(({ failed }) => failed.restricted.length > 0).length;
    expect(refused).to.be.within(3000, 5500);
    expect((await differences(generated)).slice(0, 5)).to.deep.equal([]);
  });

  it("differs from 1.37 in the two sysctls only that 1.37 adds", async () => {
    const found = await differences(psaCases("v1.37", 2, 2000));
    expect(found.length).to.be.above(20);
    const added = /lax in \[\], strict in \[safe-sysctls\]: .*net\.ipv4\.tcp_(slow_start_after_idle|notsent_lowat)/;
    expect(found.filter((text) => !added.test(text))).to.deep.equal([]);
  });
});
