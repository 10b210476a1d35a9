package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"helm.sh/helm/v3/pkg/chart"
)

// defaults are a chart's own values and, below their names, those of the charts it is made of.
func defaults(of *chart.Chart) map[string]any {
	result := deepCopy(of.Values)
	// Where Istio's charts keep them, and merge what is given over them.
	if inner, ok := result["_internal_defaults_do_not_set"].(map[string]any); ok {
		result = merged(inner, result)
	}
	for _, part := range of.Dependencies() {
		names := []string{}
		for _, wanted := range of.Metadata.Dependencies {
			if wanted.Name == part.Name() && wanted.Alias != "" {
				names = append(names, wanted.Alias)
			}
		}
		if len(names) == 0 {
			names = append(names, part.Name())
		}
		for _, name := range names {
			own, _ := result[name].(map[string]any)
			result[name] = merged(defaults(part), own)
		}
	}
	return result
}

func merged(base, over map[string]any) map[string]any {
	for key, value := range over {
		below, isMap := base[key].(map[string]any)
		own, ownMap := value.(map[string]any)
		if isMap && ownMap {
			base[key] = merged(below, own)
		} else {
			base[key] = value
		}
	}
	return base
}

// unknown are the paths of values that neither the defaults nor the schema have. What is empty by default, and what a
// schema leaves open, may hold anything.
func unknown(values, known map[string]any, schema []byte) [][]string {
	var document map[string]any
	_ = json.Unmarshal(schema, &document)
	return paths(values, known, []any{document}, document, nil)
}

func paths(values, known map[string]any, schemas []any, document map[string]any, above []string) [][]string {
	result := [][]string{}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		path := append(slices.Clone(above), key)
		value, inDefaults := known[key]
		properties := property(schemas, key, document)
		if !inDefaults && len(properties) == 0 {
			result = append(result, path)
			continue
		}
		own, ownMap := values[key].(map[string]any)
		below, _ := value.(map[string]any)
		if ownMap && (len(below) > 0 || declares(properties, document)) {
			result = append(result, paths(own, below, properties, document, path)...)
		}
	}
	return result
}

// property is what schemas say of a key: its schema, in each that names it.
func property(schemas []any, key string, document map[string]any) []any {
	result := []any{}
	for _, one := range resolved(schemas, document) {
		if properties, ok := one["properties"].(map[string]any); ok {
			if found, ok := properties[key]; ok {
				result = append(result, found)
			}
		}
	}
	return result
}

func declares(schemas []any, document map[string]any) bool {
	return slices.ContainsFunc(resolved(schemas, document), func(one map[string]any) bool {
		properties, _ := one["properties"].(map[string]any)
		return len(properties) > 0
	})
}

// resolved follows references within the document, and takes the parts of a combined schema for schemas.
func resolved(schemas []any, document map[string]any) []map[string]any {
	result := []map[string]any{}
	for _, one := range schemas {
		schema, _ := one.(map[string]any)
		if reference, ok := schema["$ref"].(string); ok && strings.HasPrefix(reference, "#/") {
			var target any = document
			for _, step := range strings.Split(reference[2:], "/") {
				inner, _ := target.(map[string]any)
				target = inner[step]
			}
			result = append(result, resolved([]any{target}, document)...)
		}
		for _, key := range []string{"allOf", "anyOf", "oneOf"} {
			parts, _ := schema[key].([]any)
			result = append(result, resolved(parts, document)...)
		}
		result = append(result, schema)
	}
	return result
}

// changed is a copy of values that says something else at a path: nothing, or an entry in what was an empty map, which
// a chart can only react to when something is in it.
func changed(values map[string]any, path []string) map[string]any {
	result := maps.Clone(values)
	inner, isMap := values[path[0]].(map[string]any)
	switch {
	case len(path) > 1 && isMap:
		result[path[0]] = changed(inner, path[1:])
	case len(path) == 1 && isMap && len(inner) == 0:
		result[path[0]] = map[string]any{"probe": "probe"}
	case len(path) == 1:
		delete(result, path[0])
	}
	return result
}

func deepCopy(values map[string]any) map[string]any {
	result := make(map[string]any, len(values))
	for key, value := range values {
		if inner, ok := value.(map[string]any); ok {
			value = deepCopy(inner)
		}
		result[key] = value
	}
	return result
}
