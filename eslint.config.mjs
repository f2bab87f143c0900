// @ts-check
import { defineConfig } from "eslint/config";
import astro from "eslint-plugin-astro";
import tseslint from "typescript-eslint";

/** The language alone: what a simulation must not touch, since the same values must give the same numbers everywhere. */
const IMPURE = ["window", "document", "navigator", "location", "localStorage", "fetch", "performance", "process", "setTimeout", "setInterval", "Date"];

export default defineConfig(
  { ignores: ["dist/", "node_modules/", ".cache/", ".astro/", "test-results/", "public/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },

  // TypeScript, with the rules that need types: they find unawaited promises and impossible conditions.
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Discovery by glob erases the types of params and answers once; naming `any` anywhere else stays an error.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      // import() in a type costs nothing at run time, and says that the module comes later.
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      // Page and Node types meet in one program here; an assertion that looks idle in one is needed in the other.
      "@typescript-eslint/no-unnecessary-type-assertion": "off",
      // What YAML holds is unknown until it is checked, and is printed in the message when the check fails.
      "@typescript-eslint/no-base-to-string": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_" }],
      // A template prints numbers on every other line here; String(n) around each would hide the rest.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      eqeqeq: ["error", "smart"],
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: "Draw from the seeded generator (src/domain/random.ts), so that a run can be repeated." },
      ],
    },
  },

  // Simulations and the science they stand on.
  {
    files: ["src/domain/**/*.ts", "content/**/*.sim.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", ...IMPURE.map((name) => ({ name, message: "Domain and simulations use the language alone: no page, clock, network or machine." }))],
      "no-restricted-imports": ["error", { patterns: [{ group: ["node:*"], message: "Domain and simulations use the language alone." }] }],
    },
  },

  // Programs that speak to a terminal.
  { files: ["src/cli.ts", "src/export/**/*.ts", "scripts/**/*.ts", "src/build/**/*.ts"], rules: { "no-console": "off" } },
  // Tests reach into whatever they test, and put traps where the real thing was.
  { files: ["**/*.test.ts", "tests/**/*.ts"], rules: { "@typescript-eslint/no-unsafe-member-access": "off", "@typescript-eslint/no-unsafe-call": "off", "@typescript-eslint/require-await": "off", "@typescript-eslint/unbound-method": "off", "no-restricted-syntax": "off", "no-console": "off" } },

  // Astro: the plugin's own rules; astro check has the types.
  ...astro.configs["flat/recommended"],
  {
    files: ["**/*.astro"],
    rules: {
      "astro/no-unused-define-vars-in-style": "error",
      eqeqeq: ["error", "smart"],
    },
  },

  // Plain scripts.
  {
    files: ["**/*.mjs"],
    extends: [tseslint.configs.base],
    rules: { "@typescript-eslint/no-unused-vars": "error", eqeqeq: ["error", "smart"], "no-var": "error", "prefer-const": "error" },
  },
);
