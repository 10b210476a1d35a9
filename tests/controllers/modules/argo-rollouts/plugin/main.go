// Stands for argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi v0.15.0, of which no released version is on the module
// proxy: it moves the weights of a canary's HTTPRoutes as that does (pkg/plugin/httproute.go), by an update of the route.
package main

import (
	"context"
	"encoding/json"
	"os"
	"time"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/rollout/trafficrouting/plugin/rpc"
	"github.com/argoproj/argo-rollouts/utils/plugin/types"
	"github.com/hashicorp/go-plugin"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/clientcmd"
)

const name = "argoproj-labs/gatewayAPI"

var routes = schema.GroupVersionResource{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "httproutes"}

type router struct{ client dynamic.Interface }

// What a Rollout says to the plugin.
type settings struct {
	Namespace  string `json:"namespace"`
	HTTPRoutes []struct {
		Name string `json:"name"`
	} `json:"httpRoutes"`
}

func (r *router) InitPlugin() types.RpcError {
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		return failed(err)
	}
	r.client, err = dynamic.NewForConfig(config)
	return failed(err)
}

func (r *router) SetWeight(rollout *v1alpha1.Rollout, weight int32, _ []v1alpha1.WeightDestination) types.RpcError {
	canary := rollout.Spec.Strategy.Canary
	var given settings
	if err := json.Unmarshal(canary.TrafficRouting.Plugins[name], &given); err != nil {
		return failed(err)
	}
	weights := map[string]int64{canary.StableService: int64(100 - weight), canary.CanaryService: int64(weight)}
	for _, one := range given.HTTPRoutes {
		if err := r.move(given.Namespace, one.Name, weights); err != nil {
			return failed(err)
		}
	}
	return types.RpcError{}
}

func (r *router) move(namespace, route string, weights map[string]int64) error {
	client := r.client.Resource(routes).Namespace(namespace)
	object, err := client.Get(context.Background(), route, metav1.GetOptions{})
	if err != nil {
		return err
	}
	rules, _, err := unstructured.NestedSlice(object.Object, "spec", "rules")
	if err != nil {
		return err
	}
	for _, rule := range rules {
		backends, _ := rule.(map[string]any)["backendRefs"].([]any)
		for _, backend := range backends {
			fields := backend.(map[string]any)
			if weight, found := weights[fields["name"].(string)]; found {
				fields["weight"] = weight
			}
		}
	}
	if err := unstructured.SetNestedSlice(object.Object, rules, "spec", "rules"); err != nil {
		return err
	}
	_, err = client.Update(context.Background(), object, metav1.UpdateOptions{})
	return err
}

func (r *router) UpdateHash(*v1alpha1.Rollout, string, string, []v1alpha1.WeightDestination) types.RpcError {
	return types.RpcError{}
}

func (r *router) SetHeaderRoute(*v1alpha1.Rollout, *v1alpha1.SetHeaderRoute) types.RpcError {
	return types.RpcError{}
}

func (r *router) SetMirrorRoute(*v1alpha1.Rollout, *v1alpha1.SetMirrorRoute) types.RpcError {
	return types.RpcError{}
}

func (r *router) VerifyWeight(*v1alpha1.Rollout, int32, []v1alpha1.WeightDestination) (types.RpcVerified, types.RpcError) {
	return types.NotImplemented, types.RpcError{}
}

func (r *router) RemoveManagedRoutes(*v1alpha1.Rollout) types.RpcError { return types.RpcError{} }

func (r *router) Type() string { return name }

func failed(err error) types.RpcError {
	if err == nil {
		return types.RpcError{}
	}
	return types.RpcError{ErrorString: err.Error()}
}

// A controller that is killed ends no plugin: it ends itself.
func endWith(parent int) {
	for os.Getppid() == parent {
		time.Sleep(time.Second)
	}
	os.Exit(0)
}

func main() {
	go endWith(os.Getppid())
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			ProtocolVersion: 1, MagicCookieKey: "ARGO_ROLLOUTS_RPC_PLUGIN", MagicCookieValue: "trafficrouter",
		},
		Plugins: map[string]plugin.Plugin{"RpcTrafficRouterPlugin": &rpc.RpcTrafficRouterPlugin{Impl: &router{}}},
	})
}
