import { judge } from "../support/judge";
import { changedStack } from "../support/stack";
import { olderVersion } from "../support/versions";

describe(`a control plane of Kubernetes ${olderVersion} judges the stack staging`, function () {
  this.timeout(240_000);
  judge("staging", () =>
    changedStack("staging", (config) => {
      config["platform:cluster"].version = olderVersion;
    }),
  );
});
