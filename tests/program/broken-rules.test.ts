import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { rules } from "../../policies/rules";
import { runPolicies, type Finding } from "../../preview/policy-run";
import { record } from "../../preview/recorder";
import { parseStack } from "../../stacks/config";
import { Platform, type PlatformTransform } from "../../stacks/platform";
import packConfig from "../../policies/config/production.json";
import { stackConfig } from "../support/stack-config";

type Plain = Record<string, any>;

type Change = (spec: Plain, container: Plain) => void;

function changed<A>(args: A, change: Change): A {
  const copy = structuredClone(args) as Plain;
  const spec = copy.spec.template.spec as Plain;
  change(spec, spec.containers[0]);
  return copy as A;
}

/** The pack's config of production, but that CPU limits are wanted: there they are as each service likes. */
const config = {
  ...packConfig,
  "cpu-limit": {
    enforcementLevel: "mandatory",
    cpuLimit: "required",
    waivers: { "CronJob@observability.*": "copies at night may take what is free until 2027-06-30" },
  },
};

const elsewhere = <A>(args: A): A => ({ ...args, metadata: { name: "moved", namespace: "system" } });

/** For each rule about pods, one change of the finished pod of a service that breaks it. */
const pods: Record<string, Change> = {
  "no-host-namespaces": (spec) => (spec.hostNetwork = true),
  "no-privileged-containers": (_, container) => (container.securityContext.privileged = true),
  "no-windows-host-process": (spec) => (spec.securityContext.windowsOptions = { hostProcess: true }),
  "added-capabilities": (_, container) => (container.securityContext.capabilities.add = ["SYS_ADMIN"]),
  "drop-all-capabilities": (_, container) => delete container.securityContext.capabilities,
  "no-privilege-escalation": (_, container) => delete container.securityContext.allowPrivilegeEscalation,
  "run-as-non-root": (spec, container) => {
    delete spec.securityContext.runAsNonRoot;
    delete container.securityContext.runAsNonRoot;
  },
  "run-as-user": (spec) => (spec.securityContext.runAsUser = 0),
  "no-root-groups": (spec) => (spec.securityContext.runAsGroup = 0),
  "volume-types": (spec) => spec.volumes.push({ name: "host", hostPath: { path: "/" } }),
  "no-host-ports": (_, container) => (container.ports[0].hostPort = 80),
  "no-host-probes": (_, container) => (container.livenessProbe.httpGet.host = "10.0.0.1"),
  "apparmor-profile": (spec) => (spec.securityContext.appArmorProfile = { type: "Unconfined" }),
  "selinux-options": (spec) => (spec.securityContext.seLinuxOptions = { user: "root" }),
  "seccomp-profile": (spec, container) => {
    delete spec.securityContext.seccompProfile;
    delete container.securityContext.seccompProfile;
  },
  "proc-mount": (_, container) => (container.securityContext.procMount = "Unmasked"),
  "safe-sysctls": (spec) => (spec.securityContext.sysctls = [{ name: "kernel.msgmax", value: "1" }]),
  "read-only-root": (_, container) => delete container.securityContext.readOnlyRootFilesystem,
  "no-default-service-account": (spec) => (spec.serviceAccountName = "default"),
  "no-automatic-token": (spec) => delete spec.automountServiceAccountToken,
  "container-requests": (_, container) => delete container.resources.requests.cpu,
  "memory-limit": (_, container) => delete container.resources.limits.memory,
  "cpu-limit": (_, container) => delete container.resources.limits.cpu,
  "request-within-limit": (_, container) => (container.resources.requests.memory = "64Gi"),
  "readiness-probe": (_, container) => delete container.readinessProbe,
  "liveness-probe": (_, container) => delete container.livenessProbe,
  "probes-differ": (_, container) => (container.livenessProbe = container.readinessProbe),
  "probe-ports": (_, container) => (container.readinessProbe.httpGet.port = 9),
  "probe-timing": (_, container) => (container.readinessProbe.timeoutSeconds = 600),
  "liveness-patience": (_, container) => {
    Object.assign(container.livenessProbe, { periodSeconds: 1, failureThreshold: 1, timeoutSeconds: 1 });
  },
  "start-allowance": (_, container) => delete container.startupProbe,
  "grace-period": (spec) => (spec.terminationGracePeriodSeconds = 1),
};

/** For each rule about namespaces and what is in them together, one change of the stack that breaks it. */
const stacks: Record<string, PlatformTransform> = {
  "namespace-level": {
    namespaces: { namespace: (args) => ({ ...args, metadata: { ...args.metadata, labels: {} } }) },
  },
  "namespace-has-quota": { namespaces: { quota: elsewhere } },
  "namespace-has-limit-range": { namespaces: { limitRange: elsewhere } },
  "quota-fits-maximum": {
    services: {
      frontend: { deployment: (args) => changed(args, (_, container) => (container.resources.requests.cpu = "2")) },
    },
  },
};

/** Whatever else is in the pack has its own tests on its own cases. */
const themes = ["security-context", "quotas", "probes"];

async function findings(given: Plain, transform?: PlatformTransform) {
  const stack = parseStack("production", { ...given, today: "2026-11-21" }).config;
  const run = { project: "platform", stack: "production", config: {} };
  const { resources } = await record(run, () => new Platform(stack, transform).outputs);
  const settings = {
    resources,
    stack: "production",
    project: "platform",
    config,
    rules,
    today: stack.today,
  };
  return (await runPolicies(settings)).findings.filter(({ level }) => level === "mandatory");
}

/** The production stack with so many more services like `frontend`, and room for them. */
function withServices(names: string[]): Plain {
  const given = stackConfig();
  const { image, port, size, scaling } = given["services"].frontend as Plain;
  Object.assign(given["services"], Object.fromEntries(names.map((name) => [name, { image, port, size, scaling }])));
  const quota = given["namespaces"].production.quota as Plain;
  Object.assign(quota, {
    "requests.cpu": "900",
    "limits.cpu": "900",
    "requests.memory": "900Gi",
    "limits.memory": "900Gi",
  });
  Object.assign(quota, { pods: "900", services: "900" });
  given["nodePools"].general.size.max = 200;
  given["cost"].ceilingMonthlyUsd = 100_000;
  return given;
}

function isRefused(found: Finding[]): void {
  expect(found).to.have.length.greaterThan(0);
  for (const { message, path } of found) {
    expect(message).to.match(/\b(Set|Remove|Add|Give|Raise|Lower|Leave|Use|Drop|Run|Declare|Mount|Keep|Put|Replace)\b/);
    expect(path, message).to.match(/\w/);
  }
}

describe("a production stack that breaks a rule", () => {
  // One run for all rules about pods: each is broken by a service of its own, which has the rule's name.
  let found: Finding[];
  before(async () => {
    const services = Object.fromEntries(
      Object.entries(pods).map(([rule, change]) => [rule, { deployment: <A>(args: A): A => changed(args, change) }]),
    );
    found = await findings(withServices(["untouched", ...Object.keys(pods)]), { services });
  });
  const of = (service: string) => found.filter(({ path }) => path?.split(".")[1] === service);

  it("is not the one in this repository", async () => {
    expect(await findings(stackConfig())).to.deep.equal([]);
  });

  it("is so by the service that breaks it, not by the one beside it", () => {
    expect(of("untouched")).to.deep.equal([]);
  });

  for (const rule of Object.keys(pods)) {
    it(`${rule}: is refused with what to set`, () => {
      isRefused(of(rule).filter(({ policy }) => policy === rule));
    });
  }

  for (const [rule, transform] of Object.entries(stacks)) {
    it(`${rule}: is refused with what to set`, async () => {
      isRefused((await findings(stackConfig(), transform)).filter(({ policy }) => policy === rule));
    });
  }

  it("is shown here for every rule of the three themes", () => {
    const named = themes.flatMap((theme) => {
      const folder = join(__dirname, "..", "..", "policies", theme);
      const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
      return texts.flatMap((text) => [...text.matchAll(/^ {2}name: "([a-z-]+)"/gm)].map(([, name]) => name));
    });
    expect([...Object.keys(pods), ...Object.keys(stacks)]).to.have.members(named);
  });
});
