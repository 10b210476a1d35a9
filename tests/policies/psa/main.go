// Command psa prints pods with the verdict of the code that the API server itself runs on them, as JSON lines.
//
//	psa <directory of the module k8s.io/pod-security-admission> <version> <seed> <count>
//
// First come the Kubernetes project's own fixtures, then <count> pods mutated at random from those of them that pass at
// <version>. The same arguments give the same lines.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"k8s.io/pod-security-admission/api"
	"sigs.k8s.io/yaml"
)

// Case is one line.
type Case struct {
	// Name of a fixture, `restricted/v1.36/fail/hostports0`; a number for a generated pod.
	Name string `json:"name"`
	// Fixture says that the Kubernetes project wrote the pod.
	Fixture bool `json:"fixture"`
	Pod     any  `json:"pod"`
	// Failed are the checks that refuse the pod, by level.
	Failed map[api.Level][]string `json:"failed"`
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 5 {
		log.Fatal("usage: psa <module directory> <version> <seed> <count>")
	}
	version, err := api.ParseVersion(os.Args[2])
	check(err)
	seed, err := strconv.ParseUint(os.Args[3], 10, 64)
	check(err)
	count, err := strconv.Atoi(os.Args[4])
	check(err)

	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	lines := json.NewEncoder(out)
	judge := NewJudge()
	var bases []any
	for _, name := range fixtures(os.Args[1]) {
		pod := read(filepath.Join(os.Args[1], "test", "testdata", name+".yaml"))
		part := strings.Split(name, "/") // level, version, verdict, pod
		of, err := api.ParseVersion(part[1])
		check(err)
		// Their own verdict must be what their fixtures say, or this program does not ask them rightly.
		if failed := judge.Failed(pod, api.Level(part[0]), of); (len(failed) == 0) != (part[2] == "pass") {
			log.Fatalf("%s: the module says %v", name, failed)
		}
		if part[2] == "pass" && of == version {
			bases = append(bases, pod)
		}
		check(lines.Encode(Case{name, true, pod, judge.Levels(pod, version)}))
	}
	mutate := NewMutator(seed)
	for made := 0; made < count; {
		pod := mutate.Pod(bases)
		if judge.Understands(pod) {
			check(lines.Encode(Case{strconv.Itoa(made), false, pod, judge.Levels(pod, version)}))
			made++
		}
	}
}

func fixtures(module string) []string {
	root := filepath.Join(module, "test", "testdata")
	files, err := filepath.Glob(filepath.Join(root, "*", "*", "*", "*.yaml"))
	check(err)
	var names []string
	for _, file := range files {
		name, err := filepath.Rel(root, strings.TrimSuffix(file, ".yaml"))
		check(err)
		names = append(names, filepath.ToSlash(name))
	}
	sort.Strings(names)
	return names
}

func read(file string) any {
	text, err := os.ReadFile(file)
	check(err)
	var pod any
	check(yaml.Unmarshal(text, &pod))
	return pod
}

func check(err error) {
	if err != nil {
		log.Fatal(fmt.Errorf("psa: %w", err))
	}
}
