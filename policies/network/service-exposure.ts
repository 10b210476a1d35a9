import { objectRule } from "../support/rule";
import { kubeNetwork } from "./policies";

/** Source: AWS Load Balancer Controller guide, service annotations; `internal` is its default, the old controller's isn't. */
const prefix = "service.beta.kubernetes.io/aws-load-balancer-";

export const serviceExposure = objectRule({
  name: "service-exposure",
  displayName: "Services stay inside",
  description:
    "Services open no port of the nodes, have no external addresses, and no load balancer but as the config says.",
  severity: "high",
  remediationSteps: "Use type ClusterIP, and a Gateway or Ingress for what is to be reached from outside.",
  url: "https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types",
  ...kubeNetwork,
  covers: ["trivy KSV108"],
  config: {
    loadBalancers: {
      type: "string",
      enum: ["forbidden", "internal", "allowed"],
      default: "internal",
      description: "Which load balancers a Service may have; `internal` means a scheme of `internal`, stated.",
    },
  },
  applies: ({ group, kind }) => group === "core" && kind === "Service",
  check(object, report, config) {
    const spec = object.root.at("spec");
    const type = spec.at("type");
    const fix = `Set ${type.path} to ClusterIP and use a Gateway`;
    const mode = config["loadBalancers"];
    report.expect(type, (value) => [undefined, "ClusterIP", "ExternalName", "LoadBalancer"].includes(value as string), {
      why: "a port of every node is open to whoever reaches the nodes",
      fix,
    });
    const external = spec.at("externalIPs");
    // CVE-2020-8554: whoever may set it takes over traffic to any address.
    report.expect(external, (value) => value === undefined || (Array.isArray(value) && value.length === 0), {
      why: "it takes over the traffic to addresses that aren't its own",
      fix: `Remove ${external.path}`,
    });
    if (type.value !== "LoadBalancer") {
      return;
    }
    if (mode === "forbidden") {
      report.expect(type, () => false, { why: "the stack's gateways are elsewhere", fix });
    }
    if (mode === "internal") {
      const scheme = object.root.at("metadata", "annotations", `${prefix}scheme`);
      report.expect(scheme, (value) => value === "internal", {
        why: "the internet may reach it",
        fix: `Set ${scheme.path} to internal, or use a Gateway`,
      });
    }
  },
});
