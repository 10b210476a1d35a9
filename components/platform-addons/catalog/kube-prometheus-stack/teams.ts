/** Team of each application namespace that has one of its own, by namespace. */
export type NamespaceTeams = Record<string, string>;

/**
 * Rules that give each alert its team before it leaves Prometheus: that of its namespace, else the stack's. An alert that
 * names its team keeps it. Metrics about objects elsewhere have their namespace in `exported_namespace`.
 * https://prometheus.io/docs/prometheus/latest/configuration/configuration/#alert_relabel_configs
 */
export function teamRelabelings(teams: NamespaceTeams, otherwise: string) {
  const owners = [...new Set(Object.values(teams))].sort();
  // In Prometheus's own spelling: the chart hands them on as they are, unlike the operator's relabelings.
  const into = (sourceLabels: string[], regex: string, targetLabel: string, replacement: string) => ({
    source_labels: sourceLabels,
    separator: ";",
    regex,
    target_label: targetLabel,
    replacement,
    action: "replace",
  });
  return [
    into(["namespace", "exported_namespace"], ".*;(.+)", "namespace", "$1"),
    ...owners.map((team) => {
      const theirs = Object.keys(teams).filter((namespace) => teams[namespace] === team);
      return into(["team", "namespace"], `;(${theirs.sort().join("|")})`, "team", team);
    }),
    into(["team"], "", "team", otherwise),
  ];
}
