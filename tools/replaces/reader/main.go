// Reads which arguments of Terraform's AWS resources replace the resource, out of the provider's source.
//
//	go run . DIRECTORY aws_vpc aws_eks_node_group …
//
// prints one JSON document: for each resource the paths that always replace, those that replace under a condition that
// the provider computes, and the file they were read in.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
)

// Step is one name of a path. Many: the argument is a list or set of several, which Pulumi gives a plural name.
type Step struct {
	Name string `json:"name"`
	Many bool   `json:"many,omitempty"`
}

// Rules of one resource.
type Rules struct {
	Source     string     `json:"source"`
	Always     [][]Step   `json:"always"`
	Conditions [][]string `json:"conditions"`
	// What the reader could not follow: the caller refuses a table with such a hole.
	Unread []string `json:"unread,omitempty"`
}

var annotation = regexp.MustCompile(`(?m)^// @(SDK|Framework)Resource\("(aws_\w+)"`)

func main() {
	root, wanted := os.Args[1], map[string]bool{}
	for _, name := range os.Args[2:] {
		wanted[name] = true
	}
	files, err := filepath.Glob(filepath.Join(root, "internal/service/*/*.go"))
	check(err)
	source := newSource(root)
	result := map[string]*Rules{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		check(err)
		for _, match := range annotation.FindAllSubmatchIndex(text, -1) {
			kind, name := string(text[match[2]:match[3]]), string(text[match[4]:match[5]])
			if !wanted[name] {
				continue
			}
			short, err := filepath.Rel(root, file)
			check(err)
			walk := &walker{source: source, rules: &Rules{Source: short, Always: [][]Step{}, Conditions: [][]string{}}}
			walk.resource(file, match[0], kind == "Framework")
			result[name] = walk.rules
		}
	}
	for name := range wanted {
		if result[name] == nil {
			check(fmt.Errorf("the provider has no resource %s", name))
		}
	}
	for _, rules := range result {
		sort.Slice(rules.Conditions, func(a, b int) bool {
			return strings.Join(rules.Conditions[a], ".") < strings.Join(rules.Conditions[b], ".")
		})
	}
	check(json.NewEncoder(os.Stdout).Encode(result))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
