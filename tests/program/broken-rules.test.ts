import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { rules } from "../../policies/rules";
import { runPolicies } from "../../preview/policy-run";
import { record } from "../../preview/recorder";
import { parseStack } from "../../stacks/config";
import { Platform, type PlatformTransform } from "../../stacks/platform";
import packConfig from "../../policies/config/production.json";
import { stackConfig } from "../support/stack-config";

type Plain = Record<string, any>;

/** Changes the finished pod of service `frontend`; the program's arguments are plain but in type. */
function pod(change: (spec: Plain, container: Plain) => void): PlatformTransform {
  return { services: { frontend: { deployment: (args) => changed(args, change) } } };
}

function changed<A>(args: A, change: (spec: Plain, container: Plain) => void): A {
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

/** For each rule of the three themes, one change of the production stack that breaks it. */
const breaks: Record<string, PlatformTransform> = {
  "no-host-namespaces": pod((spec) => (spec.hostNetwork = true)),
  "no-privileged-containers": pod((_, container) => (container.securityContext.privileged = true)),
  "no-windows-host-process": pod((spec) => (spec.securityContext.windowsOptions = { hostProcess: true })),
  "added-capabilities": pod((_, container) => (container.securityContext.capabilities.add = ["SYS_ADMIN"])),
  "drop-all-capabilities": pod((_, container) => delete container.securityContext.capabilities),
  "no-privilege-escalation": pod((_, container) => delete container.securityContext.allowPrivilegeEscalation),
  "run-as-non-root": pod((spec, container) => {
    delete spec.securityContext.runAsNonRoot;
    delete container.securityContext.runAsNonRoot;
  }),
  "run-as-user": pod((spec) => (spec.securityContext.runAsUser = 0)),
  "no-root-groups": pod((spec) => (spec.securityContext.runAsGroup = 0)),
  "volume-types": pod((spec) => spec.volumes.push({ name: "host", hostPath: { path: "/" } })),
  "no-host-ports": pod((_, container) => (container.ports[0].hostPort = 80)),
  "no-host-probes": pod((_, container) => (container.livenessProbe.httpGet.host = "10.0.0.1")),
  "apparmor-profile": pod((spec) => (spec.securityContext.appArmorProfile = { type: "Unconfined" })),
  "selinux-options": pod((spec) => (spec.securityContext.seLinuxOptions = { user: "root" })),
  "seccomp-profile": pod((spec, container) => {
    delete spec.securityContext.seccompProfile;
    delete container.securityContext.seccompProfile;
  }),
  "proc-mount": pod((_, container) => (container.securityContext.procMount = "Unmasked")),
  "safe-sysctls": pod((spec) => (spec.securityContext.sysctls = [{ name: "kernel.msgmax", value: "1" }])),
  "read-only-root": pod((_, container) => delete container.securityContext.readOnlyRootFilesystem),
  "no-default-service-account": pod((spec) => (spec.serviceAccountName = "default")),
  "no-automatic-token": pod((spec) => delete spec.automountServiceAccountToken),
  "namespace-level": {
    namespaces: { namespace: (args) => ({ ...args, metadata: { ...args.metadata, labels: {} } }) },
  },
  "container-requests": pod((_, container) => delete container.resources.requests.cpu),
  "memory-limit": pod((_, container) => delete container.resources.limits.memory),
  "cpu-limit": pod((_, container) => delete container.resources.limits.cpu),
  "request-within-limit": pod((_, container) => (container.resources.requests.memory = "64Gi")),
  "namespace-has-quota": { namespaces: { quota: elsewhere } },
  "namespace-has-limit-range": { namespaces: { limitRange: elsewhere } },
  "quota-fits-maximum": pod((_, container) => (container.resources.requests.cpu = "2")),
  "readiness-probe": pod((_, container) => delete container.readinessProbe),
  "liveness-probe": pod((_, container) => delete container.livenessProbe),
  "probes-differ": pod((_, container) => (container.livenessProbe = container.readinessProbe)),
  "probe-ports": pod((_, container) => (container.readinessProbe.httpGet.port = 9)),
  "probe-timing": pod((_, container) => (container.readinessProbe.timeoutSeconds = 600)),
  "liveness-patience": pod((_, container) => {
    Object.assign(container.livenessProbe, { periodSeconds: 1, failureThreshold: 1, timeoutSeconds: 1 });
  }),
  "start-allowance": pod((_, container) => delete container.startupProbe),
  "grace-period": pod((spec) => (spec.terminationGracePeriodSeconds = 1)),
};

/** Whatever else is in the pack has its own tests on its own cases. */
const themes = ["security-context", "quotas", "probes"];

async function findings(transform?: PlatformTransform) {
  const stack = parseStack("production", { ...stackConfig(), today: "2026-11-21" }).config;
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

describe("a production stack that breaks a rule", () => {
  it("is not the one in this repository", async () => {
    expect(await findings()).to.deep.equal([]);
  });

  for (const [rule, transform] of Object.entries(breaks)) {
    it(`${rule}: is refused with what to set`, async () => {
      const found = (await findings(transform)).filter(({ policy }) => policy === rule);
      expect(found).to.have.length.greaterThan(0);
      for (const { message, path } of found) {
        expect(message).to.match(
          /\b(Set|Remove|Add|Give|Raise|Lower|Leave|Use|Drop|Run|Declare|Mount|Keep|Put|Replace)\b/,
        );
        expect(path, message).to.match(/\w/);
      }
    });
  }

  it("is shown here for every rule of the three themes", () => {
    const named = themes.flatMap((theme) => {
      const folder = join(__dirname, "..", "..", "policies", theme);
      const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
      return texts.flatMap((text) => [...text.matchAll(/^ {2}name: "([a-z-]+)"/gm)].map(([, name]) => name));
    });
    expect(Object.keys(breaks)).to.have.members(named);
  });
});
