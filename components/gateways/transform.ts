import type * as aws from "@pulumi/aws";
import type * as k8s from "@pulumi/kubernetes";
import type { BucketTransform } from "../buckets/bucket";
import type { Transform } from "../shared/transform";

/** Slots of the certificate of the domain. */
export interface DomainCertificateTransform {
  /** Default: the domain and every name directly below it, proven by DNS. */
  certificate?: Transform<aws.acm.CertificateArgs>;
  /** The record that proves the names. Default: five minutes, the same for every stack of the domain. */
  certificateProof?: Transform<aws.route53.RecordArgs>;
  /** What waits until AWS has issued the certificate. Default: for that record. */
  certificateValidation?: Transform<aws.acm.CertificateValidationArgs>;
}

/** Slot of the limit of a client. */
export interface ClientLimitTransform {
  /** Web ACL of an ALB. Default: `rateLimit` for each client address; above it, the answer is 429. */
  clientLimit?: Transform<aws.wafv2.WebAclArgs>;
}

/** Slots of what every gateway is made of; called for each gateway, whose name is in `metadata.name`. */
export interface GatewayTransform {
  /** Gateway. Default: HTTPS, and HTTP for the redirect; routes of namespaces with services that have some. */
  gateway?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** HTTPRoute. Default: from HTTP to HTTPS, for good. */
  redirect?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

/** Slots of the proxies of Envoy and of Istio. */
export interface GatewayProxiesTransform extends GatewayTransform {
  /** Certificate of cert-manager. Default: names and issuer of the gateway. */
  proxyCertificate?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** EnvoyProxy. Default: replicas, resources and placement of the gateway, its load balancer. */
  proxy?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** ClientTrafficPolicy of Envoy. Default: TLS 1.2, the client's address as the load balancer saw it, limits. */
  clientTraffic?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** BackendTrafficPolicy of Envoy. Default: compression and timeouts of the gateway. */
  backendTraffic?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

/** Slots of a gateway of Istio. */
export interface IstioGatewayTransform extends GatewayTransform {
  /** Certificate of cert-manager. Default: names and issuer of the gateway. */
  proxyCertificate?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** ConfigMap that shapes the proxies of Istio. Default: replicas, resources and placement of the gateway. */
  proxyParameters?: Transform<k8s.core.v1.ConfigMapArgs>;
  /** NetworkPolicy of the proxies of Istio. Default: its ports, health checks, istiod and the mesh. */
  proxyNetworkPolicy?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** EnvoyFilter of Istio. Default: gzip for texts. */
  compression?: Transform<k8s.apiextensions.CustomResourceArgs>;
}

/** Slots of the gateways. */
export interface GatewaysTransform
  extends DomainCertificateTransform, ClientLimitTransform, GatewayProxiesTransform, IstioGatewayTransform {
  /** Called for the class of ALBs and that of Envoy. Default: its controller. */
  gatewayClass?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** The bucket of access logs. */
  accessLogs?: BucketTransform;
  /** LoadBalancerConfiguration of an ALB. Default: addresses, certificate, WAF and attributes of the gateway. */
  loadBalancer?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** TargetGroupConfiguration of an ALB. Default: pods by their addresses, health checks of the gateway. */
  targets?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** ReferenceGrant. Default: an ALB may send requests to the proxies behind it. */
  passageGrant?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** HTTPRoute from an ALB to the proxies behind it. Default: every request. */
  passageRoute?: Transform<k8s.apiextensions.CustomResourceArgs>;
  /** NetworkPolicy of the pods that prove names to an authority. Default: from the gateway that brings it. */
  proofPolicy?: Transform<k8s.apiextensions.CustomResourceArgs>;
}
