import { judge } from "./support/judge";

describe("a control plane judges the stack production", function () {
  this.timeout(240_000);
  judge("production");
});
