module platform.invalid/tests/cluster/definitions

go 1.26.0

// Read as files, each at the version named: what they require of each other is never resolved.
require (
	github.com/argoproj/argo-cd/v3 v3.5.3
	github.com/argoproj/argo-rollouts v1.9.0
	github.com/aws/karpenter-provider-aws v1.14.1
	github.com/bitnami-labs/sealed-secrets v0.38.4
	github.com/cert-manager/cert-manager v1.21.1
	github.com/cloudnative-pg/cloudnative-pg v1.30.0
	github.com/cloudnative-pg/plugin-barman-cloud v0.13.0
	github.com/envoyproxy/gateway v1.9.0
	github.com/kedacore/keda/v2 v2.20.2
	github.com/kubernetes-csi/external-snapshotter/client/v8 v8.6.0
	github.com/prometheus-operator/prometheus-operator v0.93.1
	github.com/sigstore/policy-controller v0.13.1
	github.com/vmware-tanzu/velero v1.18.1
	istio.io/api v1.31.1
	k8s.io/autoscaler/vertical-pod-autoscaler v1.7.1
	sigs.k8s.io/gateway-api v1.6.0
	sigs.k8s.io/secrets-store-csi-driver v1.6.0
)
