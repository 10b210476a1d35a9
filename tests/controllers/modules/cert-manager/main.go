// The controllers of cert-manager, by its own packages: the module of its command is not on the module proxy, so this
// stands for cmd/controller/app/controller.go of cert-manager v1.21.1. Defaults are those of its
// internal/apis/config/controller/v1alpha1/defaults.go. There is one process, so that nothing elects a leader, and no
// issuer of CyberArk (Venafi), whose module is not served either.
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/klog/v2"
	"sigs.k8s.io/yaml"

	"github.com/cert-manager/cert-manager/pkg/controller"
	"github.com/cert-manager/cert-manager/pkg/controller/acmechallenges"
	"github.com/cert-manager/cert-manager/pkg/controller/acmeorders"
	gateways "github.com/cert-manager/cert-manager/pkg/controller/certificate-shim/gateways"
	ingresses "github.com/cert-manager/cert-manager/pkg/controller/certificate-shim/ingresses"
	requestsacme "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/acme"
	"github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/approver"
	requestsca "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/ca"
	requestsselfsigned "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/selfsigned"
	requestsvault "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/vault"
	"github.com/cert-manager/cert-manager/pkg/controller/certificates/issuing"
	"github.com/cert-manager/cert-manager/pkg/controller/certificates/keymanager"
	certificatesmetrics "github.com/cert-manager/cert-manager/pkg/controller/certificates/metrics"
	"github.com/cert-manager/cert-manager/pkg/controller/certificates/readiness"
	"github.com/cert-manager/cert-manager/pkg/controller/certificates/requestmanager"
	"github.com/cert-manager/cert-manager/pkg/controller/certificates/revisionmanager"
	"github.com/cert-manager/cert-manager/pkg/controller/certificates/trigger"
	"github.com/cert-manager/cert-manager/pkg/controller/clusterissuers"
	"github.com/cert-manager/cert-manager/pkg/controller/issuers"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/acme"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/ca"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/selfsigned"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/vault"
	logf "github.com/cert-manager/cert-manager/pkg/logs"
)

// DefaultEnabledControllers, without the ones of CyberArk.
var enabled = []string{
	issuers.ControllerName, clusterissuers.ControllerName, certificatesmetrics.ControllerName, ingresses.ControllerName,
	acmeorders.ControllerName, acmechallenges.ControllerName, requestsacme.CRControllerName, approver.ControllerName,
	requestsca.CRControllerName, requestsselfsigned.CRControllerName, requestsvault.CRControllerName,
	trigger.ControllerName, issuing.ControllerName, keymanager.ControllerName, requestmanager.ControllerName,
	readiness.ControllerName, revisionmanager.ControllerName,
}

// What the chart's flags say; any other flag is refused, as by the program itself.
type given struct {
	config, kubeconfig, namespace, image, metrics, election, verbosity string
	nameservers                                                        []string
	labels                                                             map[string]string
	challenges                                                         int
}

// What the chart's config file may say here; any other key is refused, for nothing below reads it.
type configuration struct {
	metav1.TypeMeta `json:",inline"`
	GatewayAPI      struct {
		Enabled bool `json:"enabled"`
	} `json:"gatewayAPI"`
}

func main() {
	var one given
	flags := pflag.NewFlagSet("controller", pflag.ExitOnError)
	flags.StringVar(&one.config, "config", "", "")
	flags.StringVar(&one.kubeconfig, "kubeconfig", "", "")
	flags.StringVar(&one.namespace, "cluster-resource-namespace", "kube-system", "")
	flags.StringVar(&one.election, "leader-election-namespace", "kube-system", "")
	flags.StringVar(&one.image, "acme-http01-solver-image", "", "")
	flags.StringToStringVar(&one.labels, "acme-http01-solver-extra-labels", nil, "")
	flags.StringSliceVar(&one.nameservers, "acme-http01-solver-nameservers", nil, "")
	flags.IntVar(&one.challenges, "max-concurrent-challenges", 60, "")
	flags.StringVar(&one.metrics, "metrics-listen-address", "0.0.0.0:9402", "")
	flags.StringVar(&one.verbosity, "v", "0", "")
	must(flags.Parse(os.Args[1:]))
	ctx, stop := signal.NotifyContext(logf.NewContext(context.Background(), logf.Log), os.Interrupt, syscall.SIGTERM)
	defer stop()
	must(run(ctx, one))
}

func run(ctx context.Context, one given) error {
	text, err := os.ReadFile(one.config)
	if err != nil {
		return err
	}
	var file configuration
	if err := yaml.UnmarshalStrict(text, &file); err != nil {
		return fmt.Errorf("%s: %w", one.config, err)
	}
	gatewayAPI := file.GatewayAPI.Enabled
	factory, err := controller.NewContextFactory(ctx, options(one, gatewayAPI))
	if err != nil {
		return err
	}
	shared, err := factory.Build()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", one.metrics)
	if err != nil {
		return err
	}
	acme, certificates := shared.SharedInformerFactory.Acme().V1(), shared.SharedInformerFactory.Certmanager().V1()
	shared.Metrics.SetupACMECollector(acme.Challenges().Lister())
	shared.Metrics.SetupCertificateCollector(certificates.Certificates().Lister())
	shared.Metrics.SetupIssuerCollector(certificates.Issuers().Lister())
	shared.Metrics.SetupClusterIssuerCollector(certificates.ClusterIssuers().Lister())
	server := shared.Metrics.NewServer(listener)
	go func() { must(server.Serve(listener)) }()

	names := enabled
	if gatewayAPI {
		names = append(names, gateways.ControllerName)
	}
	var running sync.WaitGroup
	for _, name := range names {
		made, err := controller.Known()[name](factory)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		running.Go(func() { must(made.Run(5, ctx)) })
	}
	shared.SharedInformerFactory.Start(ctx.Done())
	shared.KubeSharedInformerFactory.Start(ctx.Done())
	shared.HTTP01ResourceMetadataInformersFactory.Start(ctx.Done())
	if gatewayAPI {
		shared.GWShared.Start(ctx.Done())
	}
	running.Wait()
	return nil
}

func options(one given, gatewayAPI bool) controller.ContextOptions {
	return controller.ContextOptions{
		Kubeconfig: one.kubeconfig, KubernetesAPIQPS: 20, KubernetesAPIBurst: 50,
		IssuerOptions: controller.IssuerOptions{
			ClusterResourceNamespace: one.namespace, ClusterIssuerAmbientCredentials: true,
		},
		ACMEOptions: controller.ACMEOptions{
			HTTP01SolverImage:                 one.image,
			HTTP01SolverResourceRequestCPU:    resource.MustParse("10m"),
			HTTP01SolverResourceRequestMemory: resource.MustParse("64Mi"),
			HTTP01SolverResourceLimitsCPU:     resource.MustParse("100m"),
			HTTP01SolverResourceLimitsMemory:  resource.MustParse("64Mi"),
			ACMEHTTP01SolverRunAsNonRoot:      true,
			HTTP01SolverExtraLabels:           one.labels,
			HTTP01SolverNameservers:           one.nameservers,
			DNS01CheckAuthoritative:           true,
			DNS01CheckRetryPeriod:             10 * time.Second,
		},
		IngressShimOptions: controller.IngressShimOptions{
			DefaultIssuerKind: "Issuer", DefaultIssuerGroup: "cert-manager.io",
			DefaultAutoCertificateAnnotations: []string{"kubernetes.io/tls-acme"},
		},
		CertificateOptions: controller.CertificateOptions{
			CopiedAnnotationPrefixes: []string{
				"*", "-kubectl.kubernetes.io/", "-fluxcd.io/", "-argocd.argoproj.io/",
			},
			CertificateRequestMinimumBackoffDuration: time.Hour,
			CertificateRequestMaximumBackoffDuration: 32 * time.Hour,
		},
		SchedulerOptions: controller.SchedulerOptions{MaxConcurrentChallenges: one.challenges},
		ConfigOptions:    controller.ConfigOptions{EnableGatewayAPI: gatewayAPI},
	}
}

func must(err error) {
	if err != nil {
		klog.ErrorS(err, "ended")
		os.Exit(1)
	}
}
