import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** Imports that a layer may not have: index → stacks → components → components/shared; policies import neither. */
const forbid = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { "no-restricted-imports": ["error", { patterns }] },
});

/** Something of a package of resources: `aws.Provider`, `aws.sqs.Queue`, `k8s.core.v1.Secret`. */
const ofPackages = (node) =>
  ["object", "object.object", "object.object.object"].map(
    (path) => `${node}[callee.${path}.name=/^(aws|awsx|eks|k8s|kubernetes|random)$/]`,
  );

export default tseslint.config(
  { ignores: ["node_modules/", "dist/", "**/*.cjs"] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      eqeqeq: "error",
      complexity: ["error", 12],
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-base-to-string": "error", // an Output in a template literal prints its own source
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    files: ["components/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...ofPackages("NewExpression").map((selector) => ({
          selector,
          message: "PlatformComponent.make registers resources, so that each has its slot in transform",
        })),
        ...ofPackages("CallExpression[callee.property.name='get']").map((selector) => ({
          selector,
          message: "a looked-up resource has no slot in transform: take its id as an argument",
        })),
      ],
    },
  },
  forbid(
    ["components/**/*.ts"],
    [{ group: ["**/stacks/*", "**/preview/*", "**/policies/*", "**/tests/*"], message: "components know no stack" }],
  ),
  forbid(
    ["stacks/**/*.ts"],
    [{ group: ["**/preview/*", "**/policies/*", "**/tests/*"], message: "stacks know components only" }],
  ),
  forbid(
    ["policies/**/*.ts"],
    [
      {
        group: ["**/components/*", "**/stacks/*", "**/preview/*", "**/tests/*"],
        message: "the pack is published alone",
      },
    ],
  ),
  forbid(
    ["preview/**/*.ts", "tests/**/*.ts"],
    [
      {
        group: ["@pulumi/pulumi/runtime/mocks", "@pulumi/pulumi/runtime/settings"],
        message: "only preview/recorder.ts",
      },
    ],
    ["preview/recorder.ts"],
  ),
  {
    files: ["tests/**/*.ts"],
    rules: {
      "@typescript-eslint/no-explicit-any": "off", // recorded inputs are plain data of any shape
      "@typescript-eslint/no-unused-expressions": "off", // chai
      complexity: "off",
    },
  },
  { files: ["eslint.config.mjs"], ...tseslint.configs.disableTypeChecked },
);
