module platform/replaces

go 1.26.0
