/** The plugin `pulumi-resource-random` for what the program makes of it: passwords. */
import { randomInt } from "node:crypto";
import { main, type Provider } from "@pulumi/pulumi/provider";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

type Inputs = Record<string, unknown>;

const changed = (olds: Inputs, news: Inputs) =>
  Object.keys({ ...olds, ...news }).filter(
    // Outputs stand among the old values, and only inputs can change.
    (key) => key in news && JSON.stringify(olds[key]) !== JSON.stringify(news[key]),
  );

const provider: Provider = {
  version: "4.21.2",
  check: (urn: string, _olds: Inputs, news: Inputs) => {
    const inputs = { ...news };
    delete inputs.__defaults;
    const isPassword = urn.split("::")[2]?.endsWith("random:index/randomPassword:RandomPassword");
    const { length, special } = inputs;
    const failures = [
      ...(isPassword ? [] : [{ property: "", reason: "passwords alone are simulated" }]),
      ...(typeof length === "number" && length > 0 ? [] : [{ property: "length", reason: "a positive number" }]),
      ...(special === false ? [] : [{ property: "special", reason: "letters and digits alone are simulated" }]),
    ];
    return Promise.resolve({ inputs, failures });
  },
  // Every argument of a password replaces it: pulumi-random 4.21.2, sdk/nodejs/randomPassword.ts.
  diff: (_id: string, _urn: string, olds: Inputs, news: Inputs) => {
    const replaces = changed(olds, news);
    return Promise.resolve({ changes: replaces.length > 0, replaces });
  },
  create: (_urn: string, inputs: Inputs) => {
    const result = Array.from({ length: inputs.length as number }, () => letters[randomInt(letters.length)]).join("");
    return Promise.resolve({ id: "none", outs: { ...inputs, result, bcryptHash: `simulated ${result}` } });
  },
  delete: () => Promise.resolve(),
};

void main(provider, process.argv.slice(2));
