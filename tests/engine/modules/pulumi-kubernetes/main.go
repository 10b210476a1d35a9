// The Kubernetes plugin of Pulumi. The module's own main embeds generated files that the module proxy doesn't serve; this
// one reads the two files that it does serve from the folder of the program, where the build copies them.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

func main() {
	// The engine wants the version of the SDK, and the proxy serves no source of it: whoever starts the plugin says it.
	version := os.Getenv("KUBERNETES_PLUGIN_VERSION")
	if version == "" {
		log.Fatal("KUBERNETES_PLUGIN_VERSION is not set")
	}
	provider.Serve("kubernetes", version, beside("schema.json"), beside("terraform-mapping.json"))
}

func beside(name string) []byte {
	program, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(filepath.Dir(program), name))
	if err != nil {
		log.Fatal(err)
	}
	return content
}
