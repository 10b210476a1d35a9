// Renders charts as `helm template` does, and says what only Helm's own code can say of them. One JSON document on
// standard input, one on standard output; no cluster and no network.
package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/releaseutil"
)

// Request names one release of a chart.
type Request struct {
	// Path of a folder or an archive.
	Path      string         `json:"path"`
	Name      string         `json:"name"`
	Namespace string         `json:"namespace"`
	Values    map[string]any `json:"values"`
}

// Cluster is what a chart may ask about where it goes.
type Cluster struct {
	KubeVersion string   `json:"kubeVersion"`
	APIVersions []string `json:"apiVersions"`
}

// Answer is what a release would make.
type Answer struct {
	Chart   string `json:"chart"`
	Version string `json:"version"`
	// Error is why nothing was rendered; the fields below are empty then.
	Error string `json:"error,omitempty"`
	// Documents are its objects, as text, in the order in which Helm installs them.
	Documents []string `json:"documents"`
	// Hooks are objects that only Helm itself runs.
	Hooks []Hook `json:"hooks"`
	// Definitions are the files of the folders `crds`.
	Definitions []string `json:"definitions"`
	// Differing are the documents that a second rendering makes differently, by the template they come from.
	Differing []string `json:"differing"`
	// Ignored are the keys that the chart neither has nor reacts to.
	Ignored []string `json:"ignored"`
}

// Hook is an object with the moments at which Helm runs it.
type Hook struct {
	Name   string   `json:"name"`
	Kind   string   `json:"kind"`
	Events []string `json:"events"`
}

type input struct {
	Cluster  Cluster   `json:"cluster"`
	Releases []Request `json:"releases"`
}

func main() {
	var in input
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	answers := make([]Answer, 0, len(in.Releases))
	for _, request := range in.Releases {
		answers = append(answers, answer(request, in.Cluster))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func answer(request Request, cluster Cluster) Answer {
	result := Answer{Documents: []string{}, Hooks: []Hook{}, Definitions: []string{}, Differing: []string{}, Ignored: []string{}}
	loaded, err := loader.Load(request.Path)
	if err != nil {
		result.Error = err.Error()
		return result
	}
	result.Chart, result.Version = loaded.Name(), loaded.Metadata.Version
	first, err := render(request, request.Values, cluster)
	if err != nil {
		result.Error = err.Error()
		return result
	}
	second, err := render(request, request.Values, cluster)
	if err != nil {
		result.Error = err.Error()
		return result
	}
	hooks, manifests, err := releaseutil.SortManifests(maps.Clone(first), nil, releaseutil.InstallOrder)
	if err != nil {
		result.Error = err.Error()
		return result
	}
	for _, manifest := range manifests {
		result.Documents = append(result.Documents, manifest.Content)
	}
	for _, hook := range hooks {
		events := make([]string, 0, len(hook.Events))
		for _, event := range hook.Events {
			events = append(events, event.String())
		}
		result.Hooks = append(result.Hooks, Hook{Name: hook.Name, Kind: hook.Kind, Events: events})
	}
	for _, file := range loaded.CRDObjects() {
		result.Definitions = append(result.Definitions, string(file.File.Data))
	}
	stable := map[string]string{}
	for template, text := range first {
		if second[template] == text {
			stable[template] = text
		} else {
			result.Differing = append(result.Differing, template)
		}
	}
	slices.Sort(result.Differing)
	for _, path := range unknown(request.Values, defaults(loaded), loaded.Schema) {
		other, err := render(request, changed(request.Values, path), cluster)
		if err == nil && same(stable, other) && !more(first, other) {
			result.Ignored = append(result.Ignored, strings.Join(path, "."))
		}
	}
	return result
}

// render loads the chart anew each time, because rendering changes it.
func render(request Request, values map[string]any, cluster Cluster) (map[string]string, error) {
	loaded, err := loader.Load(request.Path)
	if err != nil {
		return nil, err
	}
	version, err := chartutil.ParseKubeVersion(cluster.KubeVersion)
	if err != nil {
		return nil, err
	}
	capabilities := chartutil.DefaultCapabilities.Copy()
	capabilities.KubeVersion = *version
	capabilities.APIVersions = append(capabilities.APIVersions, cluster.APIVersions...)
	if wanted := loaded.Metadata.KubeVersion; wanted != "" && !chartutil.IsCompatibleRange(wanted, version.String()) {
		return nil, fmt.Errorf("the chart needs Kubernetes %s", wanted)
	}
	if err := missing(loaded); err != nil {
		return nil, err
	}
	copied := deepCopy(values)
	if err := chartutil.ProcessDependenciesWithMerge(loaded, copied); err != nil {
		return nil, err
	}
	options := chartutil.ReleaseOptions{Name: request.Name, Namespace: request.Namespace, Revision: 1, IsInstall: true}
	ready, err := chartutil.ToRenderValues(loaded, copied, options, capabilities)
	if err != nil {
		return nil, err
	}
	files, err := engine.Render(loaded, ready)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(files, func(name, text string) bool {
		return strings.HasSuffix(name, "NOTES.txt") || strings.TrimSpace(text) == ""
	})
	return files, nil
}

// missing says which charts the chart is made of that are not in its folder `charts`.
func missing(loaded *chart.Chart) error {
	for _, wanted := range loaded.Metadata.Dependencies {
		if !slices.ContainsFunc(loaded.Dependencies(), func(one *chart.Chart) bool { return one.Name() == wanted.Name }) {
			return fmt.Errorf("the chart's own chart %s %s is not in its folder charts", wanted.Name, wanted.Version)
		}
	}
	return nil
}

// more says whether a rendering has files that the first has not: what a value leaves out comes back without it.
func more(first, other map[string]string) bool {
	for template := range other {
		if _, there := first[template]; !there {
			return true
		}
	}
	return false
}

func same(stable, other map[string]string) bool {
	for template, text := range stable {
		if other[template] != text {
			return false
		}
	}
	return true
}
