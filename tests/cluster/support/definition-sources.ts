import { pinOf } from "../../../components/shared/pins";
import { eksAddons } from "../../../stacks/versions";
import type { ChartEntry } from "./stack";

/** Where the definitions of custom kinds are read at test time; none of them is copied into this repository. */
export interface Source {
  /** Version that the stack installs, when the entry is this source's; else undefined. */
  version(entry: ChartEntry): string | undefined;
  /** Go module, pinned by tests/cluster/modules/definitions/go.mod. */
  module: string;
  /** Folder of the module with the definitions, and the files when not all of them are meant. */
  folder: string;
  files?: RegExp;
  /** API groups that the definitions serve. */
  groups: string[];
}

/** The version in the address of a file. */
function address(pattern: RegExp): Source["version"] {
  return ({ files = [] }) => pattern.exec(files.join(" "))?.[1];
}

/** The version of what a chart or a bundle of ours installs, where its number is not that of the module. */
function release(pin: string, is: (entry: ChartEntry) => boolean): Source["version"] {
  const { chart } = pinOf(pin);
  const version = chart?.software ?? chart?.version ?? "";
  return (entry) => (is(entry) ? `v${version.replace(/^v/, "")}` : undefined);
}

export const sources: Source[] = [
  {
    version: address(/kubernetes-sigs\/gateway-api\/releases\/download\/(v[^/]+)\//),
    module: "sigs.k8s.io/gateway-api",
    folder: "config/crd/standard",
    groups: ["gateway.networking.k8s.io"],
  },
  {
    version: release("prometheus-operator-crds", ({ chart }) => chart === "prometheus-operator-crds"),
    module: "github.com/prometheus-operator/prometheus-operator",
    folder: "example/prometheus-operator-crd",
    groups: ["monitoring.coreos.com"],
  },
  {
    version: address(/cert-manager\/releases\/download\/(v[^/]+)\//),
    module: "github.com/cert-manager/cert-manager",
    folder: "deploy/crds",
    groups: ["cert-manager.io", "acme.cert-manager.io"],
  },
  {
    version: address(/envoyproxy\/gateway\/(v[^/]+)\//),
    module: "github.com/envoyproxy/gateway",
    folder: "charts/gateway-helm/charts/crds/crds/generated",
    groups: ["gateway.envoyproxy.io"],
  },
  {
    // The same kinds as in istio/istio, whose chart has them from here; that module has no versions.
    version: ({ files = [] }) => /istio\/istio\/([^/]+)\//.exec(files.join(" "))?.[1]?.replace(/^/, "v"),
    module: "istio.io/api",
    folder: "kubernetes",
    groups: ["networking.istio.io", "security.istio.io", "telemetry.istio.io", "extensions.istio.io"],
  },
  {
    version: address(/argoproj\/argo-cd\/(v[^/]+)\//),
    module: "github.com/argoproj/argo-cd/v3",
    folder: "manifests/crds",
    groups: ["argoproj.io"],
  },
  {
    version: address(/argoproj\/argo-rollouts\/(v[^/]+)\//),
    module: "github.com/argoproj/argo-rollouts",
    folder: "manifests/crds",
    groups: ["argoproj.io"],
  },
  {
    version: address(/cloudnative-pg\/cloudnative-pg\/(v[^/]+)\//),
    module: "github.com/cloudnative-pg/cloudnative-pg",
    folder: "config/crd/bases",
    groups: ["postgresql.cnpg.io"],
  },
  {
    version: address(/secrets-store-csi-driver\/(v[^/]+)\//),
    module: "sigs.k8s.io/secrets-store-csi-driver",
    folder: "charts/secrets-store-csi-driver/crds",
    groups: ["secrets-store.csi.x-k8s.io"],
  },
  {
    version: release("sealed-secrets", ({ files = [] }) => files.some((file) => file.includes("/sealed-secrets/"))),
    module: "github.com/bitnami-labs/sealed-secrets",
    folder: "helm/sealed-secrets/crds",
    groups: ["bitnami.com"],
  },
  {
    version: address(/kedacore\/keda\/(v[^/]+)\//),
    module: "github.com/kedacore/keda/v2",
    folder: "config/crd/bases",
    groups: ["keda.sh", "eventing.keda.sh"],
  },
  {
    version: release("vertical-pod-autoscaler", ({ files = [] }) =>
      files.some((file) => file.includes("/vertical-pod-autoscaler/")),
    ),
    module: "k8s.io/autoscaler/vertical-pod-autoscaler",
    folder: "deploy",
    files: /^vpa-v1-crd-gen\.yaml$/,
    groups: ["autoscaling.k8s.io"],
  },
  {
    version: release("karpenter", ({ chart }) => chart === "karpenter-crd"),
    module: "github.com/aws/karpenter-provider-aws",
    folder: "pkg/apis/crds",
    groups: ["karpenter.sh", "karpenter.k8s.aws", "autoscaling.x-k8s.io"],
  },
  {
    version: address(/plugin-barman-cloud\/(v[^/]+)\//),
    module: "github.com/cloudnative-pg/plugin-barman-cloud",
    folder: "config/crd/bases",
    groups: ["barmancloud.cnpg.io"],
  },
  {
    version: release("policy-controller", ({ chart }) => chart === "policy-controller"),
    module: "github.com/sigstore/policy-controller",
    folder: "config",
    files: /^300-.*\.yaml$/,
    groups: ["policy.sigstore.dev"],
  },
  ...["v1", "v2alpha1"].map((version) => ({
    version: address(/velero\/(v[^/]+)\/config\/crd\//),
    module: "github.com/vmware-tanzu/velero",
    folder: `config/crd/${version}/bases`,
    groups: ["velero.io"],
  })),
];

/** Kinds that the EKS add-on snapshot-controller brings before the program makes any object. */
export const snapshots: Omit<Source, "version"> & { versions: (minor: string) => string | undefined } = {
  versions: (minor) =>
    /^v[^-]+/.exec((eksAddons as Record<string, Record<string, string>>)[minor]?.["snapshot-controller"] ?? "")?.[0],
  module: "github.com/kubernetes-csi/external-snapshotter/client/v8",
  folder: "config/crd",
  groups: ["snapshot.storage.k8s.io", "groupsnapshot.storage.k8s.io"],
};

/** Modules of which the module proxy has no released version, with the API groups that they would define. */
const unreleased = {
  "sigs.k8s.io/aws-load-balancer-controller/v3": ["gateway.k8s.aws", "elbv2.k8s.aws"],
  "github.com/aquasecurity/trivy-operator": ["aquasecurity.github.io"],
  "github.com/projectcalico/calico": ["operator.tigera.io", "crd.projectcalico.org", "projectcalico.org"],
};

/** API groups whose definitions are not had here, and why. */
export const unavailableGroups: Record<string, string> = Object.fromEntries(
  Object.entries(unreleased).flatMap(([module, groups]) =>
    groups.map((group) => [group, `no released version of ${module} is on the module proxy`]),
  ),
);
