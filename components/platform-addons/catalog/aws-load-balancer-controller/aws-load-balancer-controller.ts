import { panels } from "./monitoring";
import { chartPin, definitionsPin } from "../../../shared/pins";
import { z } from "zod";
import { type CatalogAddon, type CommonAddonSettings, waves } from "../../addon";
import { commonAddonKeys } from "../../common-settings";
import { controllerPolicy } from "../../network-policy";
import { resources, spread } from "../../placement";
import { alike } from "../../pods";
import { loadBalancerControllerPolicy } from "./policy";

const name = "aws-load-balancer-controller";
const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };

/** Settings of the controller beside those of every add-on. */
export interface LoadBalancerControllerSettings extends CommonAddonSettings {
  shield: boolean;
}

/**
 * AWS Load Balancer Controller: makes an ALB of every gateway of type `alb`.
 *
 * Values: kubernetes-sigs/aws-load-balancer-controller, tag v3.5.0, helm/aws-load-balancer-controller/values.yaml.
 *
 * The chart makes its webhook's certificate while it renders (templates/_helpers.tpl, genCA), so as a chart of the
 * program every `up` would replace it: without cert-manager it is a Helm release, with cert-manager a chart.
 */
export const awsLoadBalancerController: CatalogAddon<LoadBalancerControllerSettings> = {
  name,
  summary: "Application and Network Load Balancers of AWS for gateways",
  wave: waves.controllers,
  chart: chartPin(name),
  labelsAt: ["additionalLabels", "podLabels"],
  crds: { files: definitionsPin(name) },
  page: { panels },
  // https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
  endpoints: [{ name: "elasticloadbalancing", why: "the load balancer controller calls it" }],
  needs: [
    {
      addon: "gateway-api-crds",
      why: "the controller looks for the kinds of the Gateway API once, at its start, and serves no gateway without them",
    },
  ],
  excludes: [],
  settings: (defaults) =>
    z.strictObject({
      ...commonAddonKeys(defaults, "ingress-system"),
      shield: z
        .boolean()
        .default(false)
        .describe(
          "Lets gateways turn on AWS Shield Advanced. Needs the account's subscription, 3000 USD a month with a year's commitment.",
        ),
    }),
  namespaces: (settings) => [{ name: settings.namespace, podSecurity: "restricted" }],
  pods: ({ settings }) => [alike(`Deployment/${name}`, settings.replicas, "resources")],
  delivery: ({ on }) =>
    on("cert-manager")
      ? { kind: "chart", reason: "cert-manager issues the webhook's certificate, so the chart renders the same twice" }
      : {
          kind: "release",
          reason: "the chart makes a new webhook certificate at each render; cert-manager avoids it",
          notByArgoCd: "it would see another certificate of the webhook at every look",
        },
  identities: ({ facts, settings }) => [
    { serviceAccount: name, policy: loadBalancerControllerPolicy(facts.platform, settings) },
  ],
  values: ({ facts, settings, placement, on, serviceAccountAnnotations }) => ({
    clusterName: facts.platform.clusterName,
    // Said because pods can't ask the instance metadata service (hop limit 1).
    region: facts.platform.region,
    ...("id" in facts.vpc ? { vpcId: facts.vpc.id } : { vpcTags: facts.vpc.tags }),
    replicaCount: settings.replicas,
    podDisruptionBudget: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    // The chart's two failures end a start, or a pause of the API server, after 20 s.
    livenessProbe: { failureThreshold: 6 },
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    // Upstream states none; a trial figure for some hundred targets, watched by the platform's memory alerts.
    resources: resources("100m", "256Mi"),
    priorityClassName: "system-cluster-critical",
    podSecurityContext: { fsGroup: 65534, runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    securityContext: {
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    },
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
    configureDefaultAffinity: false,
    topologySpreadConstraints: spread(selector, settings.replicas, "Deployment"),
    serviceAccount: { create: true, name, annotations: serviceAccountAnnotations(name) },
    enableCertManager: on("cert-manager"),
    // The VPC CNI gives pods addresses of the VPC: a target is the pod itself, without a hop over a node's port.
    defaultTargetType: "ip",
    // A load balancer with an older policy than TLS 1.2 has to be asked for.
    defaultSSLPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    defaultTags: facts.tags,
    enableShield: settings.shield,
    // WAF Classic has ended; web ACLs of gateways are WAFv2.
    enableWaf: false,
    enableWafv2: true,
    controllerConfig: {
      featureGates: { ALBGatewayAPI: true, NLBGatewayAPI: true, GatewayListenerSet: false },
    },
    // Gateways are Gateways: no class that an Ingress could use to make a load balancer beside them.
    createIngressClassResource: false,
    ingressClassParams: { create: false },
    // Its webhook refuses every new Service of the cluster while no controller is ready, only to make NLBs the default.
    enableServiceMutatorWebhook: false,
    serviceMonitor: { enabled: on("prometheus-operator-crds"), interval: "1m" },
  }),
  // Its webhook, and metrics.
  objects: ({ namespace }) => [controllerPolicy({ namespace, name, selector, ingressPorts: [9443, 8080] })],
};
