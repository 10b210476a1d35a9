import { join } from "node:path";
import { planOf, type Plan } from "../../../preview/plan";
import { Recorded } from "../../support/record";

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

/** Short questions to ask of a recorded platform; it is planned before the tests of the file. */
export class Questions {
  private recorded: { plan: Plan; run: Recorded } | undefined;

  constructor(platform: string, stack = "production") {
    before(async () => {
      const plan = await planned(platform, stack);
      this.recorded = { plan, run: new Recorded(plan.resources) };
    });
  }

  private get there(): { plan: Plan; run: Recorded } {
    if (!this.recorded) throw new Error("asked before the tests run");
    return this.recorded;
  }

  get plan(): Plan {
    return this.there.plan;
  }

  get run(): Recorded {
    return this.there.run;
  }

  /** What mandatory policies say against the stack. */
  mandatory(): string[] {
    return this.plan.findings
      .filter(({ level, kind }) => level === "mandatory" && kind === "violation")
      .map(({ policy, message }) => `${policy}: ${message}`);
  }

  /** Inputs of the one resource of a type and name. */
  readonly of = (type: string, name?: string): Json => this.run.inputs(type, name);

  readonly spec = (type: string, name?: string): Json => this.of(type, name)["spec"] as Json;

  readonly pool = (name: string): Json => this.of("aws:eks/nodeGroup:NodeGroup", `node-pools-${name}`);

  readonly pod = (type: string, name: string): Json => this.spec(type, name)["template"].spec as Json;

  readonly container = (type: string, name: string): Json => this.pod(type, name)["containers"][0] as Json;

  /** Values of a chart. */
  readonly values = (name: string): Json => this.of(kube.chart, name)["values"] as Json;

  /** Expression of the alert of a name; all of them where it stands for several windows. */
  exprs(alert: string): string[] {
    return this.run
      .ofType(kube.rules)
      .flatMap(({ name }) => this.spec(kube.rules, name)["groups"] as Json[])
      .flatMap(({ rules }) => rules as { alert?: string; expr: string }[])
      .filter((rule) => rule.alert === alert)
      .map(({ expr }) => expr);
  }

  /** Lowest and highest port of a rule of a security group. */
  ports(rule: string): [unknown, unknown] {
    const inputs = this.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", rule);
    return [inputs["fromPort"], inputs["toPort"]];
  }
}

/** The plan of a stack of examples/, at a date at which its Kubernetes version is in support. */
function planned(platform: string, stack: string): Promise<Plan> {
  const options = {
    stack,
    configFile: join(root, "examples", platform, `Pulumi.${stack}.yaml`),
    date: "2026-11-21",
    json: false,
    manifests: undefined,
    policyConfig: undefined,
    sarif: undefined,
    junit: undefined,
    verbose: false,
  };
  return planOf(options, root, () => undefined);
}
