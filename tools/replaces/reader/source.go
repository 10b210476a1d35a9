package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const module = "github.com/hashicorp/terraform-provider-aws/"

// source parses the provider's packages as they are asked for.
type source struct {
	root     string
	set      *token.FileSet
	packages map[string]*parsed
}

type parsed struct {
	files   map[string]*ast.File
	funcs   map[string]*ast.FuncDecl // methods as "receiver.name"
	structs map[string]*ast.StructType
	values  map[string]ast.Expr
	inFile  map[ast.Node]*ast.File
	imports map[*ast.File]map[string]string
}

func newSource(root string) *source {
	return &source{root: root, set: token.NewFileSet(), packages: map[string]*parsed{}}
}

// in returns the package of a directory below the provider's root.
func (s *source) in(directory string) *parsed {
	if known := s.packages[directory]; known != nil {
		return known
	}
	result := &parsed{map[string]*ast.File{}, map[string]*ast.FuncDecl{}, map[string]*ast.StructType{}, map[string]ast.Expr{}, map[ast.Node]*ast.File{}, map[*ast.File]map[string]string{}}
	s.packages[directory] = result
	entries, err := os.ReadDir(filepath.Join(s.root, directory))
	check(err)
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		path := filepath.Join(s.root, directory, name)
		file, err := parser.ParseFile(s.set, path, nil, parser.ParseComments)
		check(err)
		result.add(path, file)
	}
	return result
}

func (p *parsed) add(path string, file *ast.File) {
	p.files[path] = file
	p.imports[file] = map[string]string{}
	for _, spec := range file.Imports {
		full, err := strconv.Unquote(spec.Path.Value)
		check(err)
		name := full[strings.LastIndex(full, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		p.imports[file][name] = full
	}
	for _, declaration := range file.Decls {
		switch declared := declaration.(type) {
		case *ast.FuncDecl:
			p.funcs[receiver(declared)+declared.Name.Name] = declared
			p.inFile[declared] = file
		case *ast.GenDecl:
			for _, spec := range declared.Specs {
				if kind, ok := spec.(*ast.TypeSpec); ok {
					if structure, ok := kind.Type.(*ast.StructType); ok {
						p.structs[kind.Name.Name] = structure
					}
				}
				values, ok := spec.(*ast.ValueSpec)
				if !ok {
					continue
				}
				for index, name := range values.Names {
					if index < len(values.Values) {
						p.values[name.Name] = values.Values[index]
						p.inFile[values.Values[index]] = file
					}
				}
			}
		}
	}
}

// receiver gives "resourceVPC." for a method of *resourceVPC, "" for a function.
func receiver(declared *ast.FuncDecl) string {
	if declared.Recv == nil || len(declared.Recv.List) == 0 {
		return ""
	}
	kind := declared.Recv.List[0].Type
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	if name, ok := kind.(*ast.Ident); ok {
		return name.Name + "."
	}
	return "?."
}

// method finds a type's method, its own or one of a struct of the package that it embeds.
func (p *parsed) method(kind, name string) *ast.FuncDecl {
	if own := p.funcs[kind+"."+name]; own != nil {
		return own
	}
	if structure := p.structs[kind]; structure != nil {
		for _, field := range structure.Fields.List {
			if embedded, ok := field.Type.(*ast.Ident); ok && len(field.Names) == 0 {
				if found := p.method(embedded.Name, name); found != nil {
					return found
				}
			}
		}
	}
	return nil
}

// returned lists what a function returns first.
func returned(body *ast.BlockStmt) []ast.Expr {
	var result []ast.Expr
	ast.Inspect(body, func(node ast.Node) bool {
		if _, inner := node.(*ast.FuncLit); inner {
			return false
		}
		if statement, ok := node.(*ast.ReturnStmt); ok && len(statement.Results) > 0 {
			result = append(result, statement.Results[0])
		}
		return true
	})
	return result
}

// local finds what a variable of a function was given.
func local(body *ast.BlockStmt, name string) ast.Expr {
	var result ast.Expr
	ast.Inspect(body, func(node ast.Node) bool {
		assign, ok := node.(*ast.AssignStmt)
		if ok && len(assign.Lhs) == 1 && len(assign.Rhs) == 1 {
			if left, ok := assign.Lhs[0].(*ast.Ident); ok && left.Name == name && result == nil {
				result = assign.Rhs[0]
			}
		}
		return true
	})
	return result
}
