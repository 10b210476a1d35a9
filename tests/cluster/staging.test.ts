import { judge } from "./support/judge";

describe("a control plane judges the stack staging", function () {
  this.timeout(240_000);
  judge("staging");
});
