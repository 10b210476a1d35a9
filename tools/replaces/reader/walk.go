package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
)

// place is where an expression stands: its names are looked up there.
type place struct {
	pkg  *parsed
	file *ast.File
	body *ast.BlockStmt // of the function around it
}

type walker struct {
	source *source
	rules  *Rules
	depth  int
}

// resource reads the resource whose annotation stands at an offset of a file.
func (w *walker) resource(path string, offset int, framework bool) {
	directory, err := filepath.Rel(w.source.root, filepath.Dir(path))
	check(err)
	pkg := w.source.in(directory)
	file := pkg.files[path]
	constructor := next(file, w.source.set.File(file.Pos()), offset)
	at := place{pkg, file, constructor.Body}
	if framework {
		name := made(constructor.Body)
		if method := pkg.method(name, "Schema"); method != nil {
			w.frameworkSchema(method, place{pkg, pkg.inFile[method], method.Body})
		} else {
			w.unread("Schema of " + name)
		}
	} else {
		for _, expr := range returned(constructor.Body) {
			w.sdkResource(expr, at, nil)
		}
	}
	w.conditions(file, at)
	w.calledElsewhere(constructor.Body, at, map[*ast.FuncDecl]bool{})
}

// next is the first function after an offset.
func next(file *ast.File, positions *token.File, offset int) *ast.FuncDecl {
	for _, declaration := range file.Decls {
		if declared, ok := declaration.(*ast.FuncDecl); ok && positions.Offset(declared.Pos()) >= offset {
			return declared
		}
		if declared, ok := declaration.(*ast.FuncDecl); ok && declared.Doc != nil && positions.Offset(declared.Doc.Pos()) <= offset && positions.Offset(declared.End()) > offset {
			return declared
		}
	}
	check(fmt.Errorf("no function after the annotation in %s", positions.Name()))
	return nil
}

// made names the type that a framework resource's constructor returns.
func made(body *ast.BlockStmt) string {
	name := ""
	ast.Inspect(body, func(node ast.Node) bool {
		if literal, ok := node.(*ast.CompositeLit); ok && name == "" {
			if kind, ok := literal.Type.(*ast.Ident); ok {
				name = kind.Name
			}
		}
		return true
	})
	return name
}

func (w *walker) unread(what string) { w.rules.Unread = append(w.rules.Unread, what) }

// literals follows an expression to the composite literals that it stands for.
func (w *walker) literals(expr ast.Expr, at place, visit func(*ast.CompositeLit, place)) {
	if w.depth++; w.depth > 60 {
		w.unread("too deep")
		w.depth--
		return
	}
	defer func() { w.depth-- }()
	switch value := expr.(type) {
	case *ast.CompositeLit:
		visit(value, at)
	case *ast.UnaryExpr:
		w.literals(value.X, at, visit)
	case *ast.ParenExpr:
		w.literals(value.X, at, visit)
	case *ast.FuncLit:
		for _, result := range returned(value.Body) {
			w.literals(result, place{at.pkg, at.file, value.Body}, visit)
		}
	case *ast.Ident:
		w.name(value, at, visit)
	case *ast.SelectorExpr:
		if pkg := w.imported(value, at); pkg != nil {
			if found := pkg.values[value.Sel.Name]; found != nil {
				w.literals(found, place{pkg, pkg.inFile[found], nil}, visit)
			}
		}
	case *ast.CallExpr:
		w.call(value, at, visit)
	}
}

func (w *walker) name(value *ast.Ident, at place, visit func(*ast.CompositeLit, place)) {
	if at.body != nil {
		if found := local(at.body, value.Name); found != nil {
			w.literals(found, at, visit)
			return
		}
	}
	if found := at.pkg.values[value.Name]; found != nil {
		w.literals(found, place{at.pkg, at.pkg.inFile[found], nil}, visit)
	} else if found := at.pkg.funcs[value.Name]; found != nil {
		w.function(found, at.pkg, visit)
	}
}

func (w *walker) call(value *ast.CallExpr, at place, visit func(*ast.CompositeLit, place)) {
	called := value.Fun
	if index, ok := called.(*ast.IndexExpr); ok {
		called = index.X
	}
	switch function := called.(type) {
	case *ast.FuncLit:
		w.literals(function, at, visit)
	case *ast.Ident:
		if found := at.pkg.funcs[function.Name]; found != nil {
			w.function(found, at.pkg, visit)
		}
	case *ast.SelectorExpr:
		if pkg := w.imported(function, at); pkg != nil {
			if found := pkg.funcs[function.Sel.Name]; found != nil {
				w.function(found, pkg, visit)
			}
		}
	}
}

func (w *walker) function(found *ast.FuncDecl, pkg *parsed, visit func(*ast.CompositeLit, place)) {
	for _, result := range returned(found.Body) {
		w.literals(result, place{pkg, pkg.inFile[found], found.Body}, visit)
	}
}

// imported is the provider's package that a selector names; nil for packages of others.
func (w *walker) imported(value *ast.SelectorExpr, at place) *parsed {
	name, ok := value.X.(*ast.Ident)
	if !ok {
		return nil
	}
	full := at.pkg.imports[at.file][name.Name]
	if !strings.HasPrefix(full, module) {
		return nil
	}
	return w.source.in(strings.TrimPrefix(full, module))
}

// text is the string that an expression stands for.
func (w *walker) text(expr ast.Expr, at place) (string, bool) {
	switch value := expr.(type) {
	case *ast.BasicLit:
		if value.Kind == token.STRING {
			result, err := strconv.Unquote(value.Value)
			return result, err == nil
		}
	case *ast.Ident:
		if found := at.pkg.values[value.Name]; found != nil {
			return w.text(found, at)
		}
	case *ast.SelectorExpr:
		if pkg := w.imported(value, at); pkg != nil {
			if found := pkg.values[value.Sel.Name]; found != nil {
				return w.text(found, place{pkg, pkg.inFile[found], nil})
			}
		}
	}
	return "", false
}
