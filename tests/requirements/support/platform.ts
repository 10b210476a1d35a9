import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type WhatIf, whatIfs } from "../../../preview/cost/what-if";
import type { Plan } from "../../../preview/plan";
import { shown } from "../../../tools/shown";
import { type Claim, stated, type Statement } from "./claims";
import { Absent, unbroken } from "./mutations";

const root = join(__dirname, "../../..");

export type Json = Record<string, any>;

/** Types that the platforms of examples/ are asked about. */
export const kube = {
  class: "kubernetes:storage.k8s.io/v1:StorageClass",
  deployment: "kubernetes:apps/v1:Deployment",
  hpa: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
  namespace: "kubernetes:core/v1:Namespace",
  pdb: "kubernetes:policy/v1:PodDisruptionBudget",
  policy: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  rollout: "kubernetes:argoproj.io/v1alpha1:Rollout",
  route: "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
  rules: "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
  scaler: "kubernetes:keda.sh/v1alpha1:ScaledObject",
  chart: "kubernetes:helm.sh/v4:Chart",
  release: "kubernetes:helm.sh/v3:Release",
  schedule: "kubernetes:velero.io/v1:Schedule",
  serviceMonitor: "kubernetes:monitoring.coreos.com/v1:ServiceMonitor",
  recommendation: "kubernetes:autoscaling.k8s.io/v1:VerticalPodAutoscaler",
  gateway: "kubernetes:gateway.networking.k8s.io/v1:Gateway",
  virtualService: "kubernetes:networking.istio.io/v1:VirtualService",
  destinationRule: "kubernetes:networking.istio.io/v1:DestinationRule",
  authorization: "kubernetes:security.istio.io/v1:AuthorizationPolicy",
  peers: "kubernetes:security.istio.io/v1:PeerAuthentication",
};

/** A resource as claims see it: secrets and unknown values are words. */
export interface Shown {
  name: string;
  inputs: Json;
  protect: boolean;
}

/** A rule of Prometheus: an alert, or what is recorded. */
export interface Rule {
  alert?: string;
  record?: string;
  expr: string;
  /** How long it must hold before anybody is told. */
  for?: string;
}

/** What claims may ask about; a claim is shown changed copies of it, and has to notice. */
interface World {
  resources: Record<string, Shown[]>;
  config: Plan["config"];
  cost: Plan["cost"]["document"];
  recovery: Plan["recovery"];
  savings: WhatIf[];
  files: Record<string, string>;
}

/**
 * A platform of examples/, with short questions to ask of its recorded program; planned once for all files of a process.
 * Its requirements are `met`, `succeeded` or `notApplicable`; each is an `it` of mocha and a row of docs/requirements.md.
 */
export class Platform {
  private planned: Plan | undefined;
  private world: World | undefined;

  constructor(platform: string, stack = "production") {
    before(async () => {
      const { plan } = await shown(stack, `examples/${platform}/Pulumi.${stack}.yaml`);
      this.planned = plan;
      this.world = worldOf(plan);
    });
  }

  /** A requirement that the platform meets to the letter. */
  readonly met = (title: string, claim: Claim, mustNotice?: unknown[]): void => {
    this.claim({ state: "met", title }, claim, mustNotice);
  };

  /** A requirement that is out of date, contradicts another or works otherwise: what succeeds it is there. */
  readonly succeeded = (title: string, why: string, claim: Claim, mustNotice?: unknown[]): void => {
    this.claim({ state: "succeeded", title, why }, claim, mustNotice);
  };

  /** A requirement that nothing can meet; the claim is about what there is instead, or isn't. */
  readonly notApplicable = (title: string, why: string, claim: Claim, mustNotice?: unknown[]): void => {
    this.claim({ state: "not applicable", title, why }, claim, mustNotice);
  };

  private claim(statement: Statement, claim: Claim, mustNotice?: unknown[]): void {
    stated(statement, () => {
      const real = this.there;
      const changing = (world: Json) => {
        this.world = world as World;
        claim();
      };
      let missed: number[];
      try {
        missed = unbroken(changing, real as unknown as Json, mustNotice);
      } finally {
        this.world = real;
      }
      if (missed.length)
        throw new Error(
          `whatever the platform is, these expectations hold (0 for: there is none): ${missed.join(", ")}`,
        );
    });
  }

  private get there(): World {
    if (!this.world) throw new Error("asked before the tests run");
    return this.world;
  }

  get config(): World["config"] {
    return this.there.config;
  }

  get cost(): World["cost"] {
    return this.there.cost;
  }

  get recovery(): World["recovery"] {
    return this.there.recovery;
  }

  /** A saving of `npm run cost -- STACK --what-if`, by the first words of what it is. */
  saving(what: string): WhatIf {
    const found = this.there.savings.find((one) => one.what.startsWith(what));
    if (!found) throw new Absent(`no saving ${what}`);
    return found;
  }

  /** Types of the resources that there are. */
  types(): string[] {
    return Object.keys(this.there.resources);
  }

  /** Resources of a type, in the order in which they were registered. */
  readonly all = (type: string): Shown[] => this.there.resources[type] ?? [];

  /** What mandatory policies say against the stack. */
  mandatory(): string[] {
    return (this.planned?.findings ?? [])
      .filter(({ level, kind }) => level === "mandatory" && kind === "violation")
      .map(({ policy, message }) => `${policy}: ${message}`);
  }

  /** Text of a file of the repository. */
  readonly file = (path: string): string => {
    const { files } = this.there;
    // A changed world has its own files; what it lacks is read once.
    return (files[path] ??= readFileSync(join(root, path), "utf8"));
  };

  /** Inputs of the one resource of a type and name. */
  readonly of = (type: string, name?: string): Json => {
    const all = this.all(type);
    const found = name === undefined ? all : all.filter((one) => one.name === name);
    const [only] = found;
    if (found.length === 1 && only) return only.inputs;
    const names = all.map((one) => one.name).join(", ");
    throw new Absent(`expected one ${type} ${name ?? ""}, found ${found.length.toString()} of [${names}]`);
  };

  readonly spec = (type: string, name?: string): Json => this.of(type, name)["spec"] as Json;

  readonly pool = (name: string): Json => this.of("aws:eks/nodeGroup:NodeGroup", `node-pools-${name}`);

  readonly pod = (type: string, name: string): Json => this.spec(type, name)["template"].spec as Json;

  readonly container = (type: string, name: string): Json => this.pod(type, name)["containers"][0] as Json;

  /** Values of a chart. */
  readonly values = (name: string): Json => this.of(kube.chart, name)["values"] as Json;

  /** Expression of the alert of a name; all of them where it stands for several windows. */
  exprs(alert: string): string[] {
    return this.alerts(alert).map(({ expr }) => expr);
  }

  /** The alert of a name; all of them where it stands for several windows. */
  alerts(name: string): Rule[] {
    return this.rules().filter(({ alert }) => alert === name);
  }

  /** Expressions that are recorded under a name. */
  recorded(name: string): string[] {
    return this.rules()
      .filter(({ record }) => record === name)
      .map(({ expr }) => expr);
  }

  private rules(): Rule[] {
    return this.all(kube.rules)
      .flatMap(({ inputs }) => inputs["spec"].groups as Json[])
      .flatMap(({ rules }) => rules as Rule[]);
  }

  /** Lowest and highest port of a rule of a security group. */
  ports(rule: string): [unknown, unknown] {
    const inputs = this.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", rule);
    return [inputs["fromPort"], inputs["toPort"]];
  }
}

function worldOf({ view, config, cost, recovery }: Plan): World {
  const savings = whatIfs({ view, config, cost });
  const shown = (type: string): Shown[] =>
    view.ofType(type).map((one) => ({ name: one.name, inputs: view.inputs(one), protect: one.protect }));
  const resources = Object.fromEntries(view.types().map((type) => [type, shown(type)]));
  return { resources, config, cost: cost.document, recovery, savings, files: {} };
}
