import { AppService, type AppServiceArgs } from "../../../components/app-service/app-service";
import { edgesOf } from "../../../components/app-service/traffic/peers";
import {
  type ServiceDefaults,
  serviceSettings,
  type ServiceSettings,
  type ServicesSettings,
} from "../../../components/app-service/settings";
import type { GatewayRef, NamespaceRef, PoolRef } from "../../../components/shared/refs";
import { problemsOf } from "../../../stacks/problems";
import { sizes } from "../../../stacks/sizes";
import { platformContext } from "../../support/builders";
import { recorded, type Recorded } from "../../support/record";
import { inNamespace } from "../../support/followed";

export const defaults: ServiceDefaults = { size: "small", sizes, scaling: { min: 3, max: 6 } };

export const schema = serviceSettings(defaults);

/** A service as a stack writes it: three lines. */
export function service(deviation: Record<string, unknown> = {}): Record<string, unknown> {
  return { image: { repository: "api", tag: "1.0.0" }, port: 8000, ...deviation };
}

/** Parsed settings of services; throws when they are not valid. */
export function services(given: Record<string, unknown>): ServicesSettings {
  return schema.parse(given);
}

/** Parsed settings of one service. */
export function settingsOf(deviation: Record<string, unknown> = {}): ServiceSettings {
  const { api } = services({ api: service(deviation) });
  if (!api) throw new Error("no service");
  return api;
}

/** Path, reason, remedy and shown value of everything that is wrong with a service. */
export function problems(deviation: Record<string, unknown>) {
  const input = { api: service(deviation) };
  const parsed = schema.safeParse(input);
  return parsed.success ? [] : problemsOf(parsed.error, input, schema);
}

export function namespaceRef(deviation: Partial<NamespaceRef> = {}): NamespaceRef {
  return {
    name: "production",
    podSecurity: "restricted",
    quota: {},
    sameNamespace: "deny",
    tiers: [],
    team: "video",
    costCenter: "studio",
    mesh: "none",
    ...deviation,
  };
}

export const albGateway: GatewayRef = {
  kind: "alb",
  gatewayName: "public",
  gatewayNamespace: "gateways",
  scheme: "https",
  targetsPodIps: true,
  sources: [{ ipBlock: { cidr: "10.0.1.0/24" } }, { ipBlock: { cidr: "10.0.2.0/24" } }],
};

export const istioGateway: GatewayRef = {
  kind: "istio",
  gatewayName: "mesh",
  gatewayNamespace: "gateways",
  scheme: "https",
  targetsPodIps: false,
  principal: { namespace: "gateways", serviceAccount: "mesh-istio" },
  sources: [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "gateways" } },
      podSelector: { matchLabels: { "gateway.networking.k8s.io/gateway-name": "mesh" } },
    },
  ],
};

export const computePool: PoolRef = {
  labels: { "platform/pool": "compute" },
  taints: [{ key: "platform/pool", value: "compute", effect: "NoSchedule" }],
  architectures: ["amd64"],
  capacity: "spot",
};

/** Arguments of a service, valid by default. */
export function serviceArgs(settings: ServiceSettings, deviation: Partial<AppServiceArgs> = {}): AppServiceArgs {
  return {
    context: platformContext(),
    settings,
    namespace: namespaceRef(),
    pools: { compute: computePool },
    gateways: { public: albGateway },
    edges: { calls: [], calledBy: [] },
    registry: "registry.example.com/team",
    domain: "example.com",
    vpcCidr: "10.0.0.0/16",
    monitoringNamespace: "monitoring",
    prometheusUrl: "http://prometheus.monitoring.svc:9090",
    identity: "pod-identity",
    ...deviation,
  };
}

/** The recorded program of one service `api`. */
export function built(deviation: Record<string, unknown> = {}, args: Partial<AppServiceArgs> = {}): Promise<Recorded> {
  return recorded(() => new AppService("api", serviceArgs(settingsOf(deviation), args)));
}

/** The recorded program of several services in the namespace `production`, unless they name another. */
export function builtAll(
  given: Record<string, unknown>,
  namespaces: Partial<NamespaceRef> = {},
  gateways: Record<string, GatewayRef> = { public: albGateway },
  pools: Record<string, PoolRef> = { compute: computePool },
): Promise<Recorded> {
  const all = services(given);
  const edges = edgesOf(inNamespace(all));
  return recorded(() => {
    for (const [name, settings] of Object.entries(all)) {
      const namespace = namespaceRef({ ...namespaces, name: settings.namespace ?? "production" });
      new AppService(name, serviceArgs(settings, { edges: edges(name), namespace, gateways, pools }));
    }
  });
}

/** Types of the children of a service. */
export const kind = {
  deployment: "kubernetes:apps/v1:Deployment",
  service: "kubernetes:core/v1:Service",
  serviceAccount: "kubernetes:core/v1:ServiceAccount",
  configMap: "kubernetes:core/v1:ConfigMap",
  autoscaler: "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
  scaledObject: "kubernetes:keda.sh/v1alpha1:ScaledObject",
  triggerAuthentication: "kubernetes:keda.sh/v1alpha1:TriggerAuthentication",
  recommendation: "kubernetes:autoscaling.k8s.io/v1:VerticalPodAutoscaler",
  cronJob: "kubernetes:batch/v1:CronJob",
  job: "kubernetes:batch/v1:Job",
  claim: "kubernetes:core/v1:PersistentVolumeClaim",
  serviceMonitor: "kubernetes:monitoring.coreos.com/v1:ServiceMonitor",
  podMonitor: "kubernetes:monitoring.coreos.com/v1:PodMonitor",
  rollout: "kubernetes:argoproj.io/v1alpha1:Rollout",
  analysis: "kubernetes:argoproj.io/v1alpha1:AnalysisTemplate",
  budget: "kubernetes:policy/v1:PodDisruptionBudget",
  networkPolicy: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  route: "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
  targetHealth: "kubernetes:gateway.k8s.aws/v1:TargetGroupConfiguration",
  authorization: "kubernetes:security.istio.io/v1:AuthorizationPolicy",
  destinationRule: "kubernetes:networking.istio.io/v1:DestinationRule",
  virtualService: "kubernetes:networking.istio.io/v1:VirtualService",
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  association: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
} as const;
