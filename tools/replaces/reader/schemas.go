package main

import (
	"go/ast"
	"strings"
)

// fields gives the values of a literal by the names of its fields.
func fields(literal *ast.CompositeLit) map[string]ast.Expr {
	result := map[string]ast.Expr{}
	for _, element := range literal.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			if name, ok := pair.Key.(*ast.Ident); ok {
				result[name.Name] = pair.Value
			}
		}
	}
	return result
}

// sdkResource reads `schema.Resource{Schema: …}` or `{SchemaFunc: …}`.
func (w *walker) sdkResource(expr ast.Expr, at place, path []Step) {
	w.literals(expr, at, func(literal *ast.CompositeLit, at place) {
		named := fields(literal)
		for _, name := range []string{"Schema", "SchemaFunc"} {
			if named[name] != nil {
				w.attributes(named[name], at, path, w.sdkAttribute)
			}
		}
	})
}

// attributes reads a map of names to attributes.
func (w *walker) attributes(expr ast.Expr, at place, path []Step, read func(*ast.CompositeLit, place, []Step)) {
	found := false
	w.literals(expr, at, func(literal *ast.CompositeLit, at place) {
		found = true
		for _, element := range literal.Elts {
			pair, ok := element.(*ast.KeyValueExpr)
			if !ok {
				continue
			}
			name, ok := w.text(pair.Key, at)
			if !ok {
				w.unread("a name below " + dotted(path))
				continue
			}
			inner := append(append([]Step{}, path...), Step{Name: name})
			w.value(pair.Value, at, inner, read)
		}
	})
	if !found {
		w.unread("the attributes of " + dotted(path))
	}
}

// value reads one attribute; inside a map of schemas Go leaves the literal's type out, elsewhere a function may make it.
func (w *walker) value(expr ast.Expr, at place, path []Step, read func(*ast.CompositeLit, place, []Step)) {
	w.literals(expr, at, func(literal *ast.CompositeLit, at place) { read(literal, at, path) })
}

func (w *walker) sdkAttribute(literal *ast.CompositeLit, at place, path []Step) {
	named := fields(literal)
	if kind, ok := named["Type"].(*ast.SelectorExpr); ok && strings.HasPrefix(kind.Sel.Name, "Type") {
		many := (kind.Sel.Name == "TypeList" || kind.Sel.Name == "TypeSet") && !isOne(named["MaxItems"])
		path[len(path)-1].Many = many
	}
	if forced, ok := named["ForceNew"].(*ast.Ident); ok && forced.Name == "true" {
		w.always(path)
	} else if named["ForceNew"] != nil && !ok {
		w.unread("ForceNew of " + dotted(path))
	}
	if named["Elem"] != nil {
		w.sdkResource(named["Elem"], at, path)
	}
}

func isOne(expr ast.Expr) bool {
	literal, ok := expr.(*ast.BasicLit)
	return ok && literal.Value == "1"
}

func (w *walker) always(path []Step) {
	w.rules.Always = append(w.rules.Always, append([]Step{}, path...))
}

// frameworkSchema reads `resp.Schema = schema.Schema{Attributes: …, Blocks: …}`, whatever variables it goes through.
func (w *walker) frameworkSchema(method *ast.FuncDecl, at place) {
	ast.Inspect(method.Body, func(node ast.Node) bool {
		literal, ok := node.(*ast.CompositeLit)
		if !ok {
			return true
		}
		kind, ok := literal.Type.(*ast.SelectorExpr)
		if !ok || kind.Sel.Name != "Schema" {
			return true
		}
		w.frameworkObject(literal, at, nil)
		return false
	})
}

func (w *walker) frameworkObject(literal *ast.CompositeLit, at place, path []Step) {
	named := fields(literal)
	for _, name := range []string{"Attributes", "Blocks"} {
		if named[name] != nil {
			w.attributes(named[name], at, path, w.frameworkAttribute)
		}
	}
	if named["NestedObject"] != nil {
		w.literals(named["NestedObject"], at, func(inner *ast.CompositeLit, at place) { w.frameworkObject(inner, at, path) })
	}
}

func (w *walker) frameworkAttribute(literal *ast.CompositeLit, at place, path []Step) {
	if kind, ok := literal.Type.(*ast.SelectorExpr); ok {
		name := kind.Sel.Name
		path[len(path)-1].Many = strings.HasPrefix(name, "List") || strings.HasPrefix(name, "Set")
	}
	named := fields(literal)
	if modifiers := named["PlanModifiers"]; modifiers != nil {
		ast.Inspect(modifiers, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			switch {
			case !ok:
			case selector.Sel.Name == "RequiresReplace":
				w.always(path)
			case strings.HasPrefix(selector.Sel.Name, "RequiresReplace"):
				w.condition(names(path))
			}
			return true
		})
	}
	w.frameworkObject(literal, at, path)
}

// conditions reads what CustomizeDiff decides: `customdiff.ForceNewIf("x", …)` and `diff.ForceNew("x")`.
func (w *walker) conditions(code ast.Node, at place) {
	ast.Inspect(code, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		selector, ok := call.Fun.(*ast.SelectorExpr)
		if ok && strings.HasPrefix(selector.Sel.Name, "ForceNew") {
			if path, ok := w.text(call.Args[0], at); ok {
				w.condition(strings.Split(strings.ReplaceAll(path, ".0", ""), "."))
			}
		}
		return true
	})
}

// calledElsewhere reads the functions of other files of the package that the resource's functions call.
func (w *walker) calledElsewhere(code ast.Node, at place, seen map[*ast.FuncDecl]bool) {
	ast.Inspect(code, func(node ast.Node) bool {
		name, ok := node.(*ast.Ident)
		if !ok {
			return true
		}
		if found := at.pkg.funcs[name.Name]; found != nil && !seen[found] {
			seen[found] = true
			inner := place{at.pkg, at.pkg.inFile[found], found.Body}
			w.conditions(found, inner)
			w.calledElsewhere(found.Body, inner, seen)
		}
		return true
	})
}

func (w *walker) condition(path []string) {
	for _, known := range w.rules.Conditions {
		if strings.Join(known, ".") == strings.Join(path, ".") {
			return
		}
	}
	w.rules.Conditions = append(w.rules.Conditions, path)
}

func names(path []Step) []string {
	var result []string
	for _, step := range path {
		result = append(result, step.Name)
	}
	return result
}

func dotted(path []Step) string { return strings.Join(names(path), ".") }
