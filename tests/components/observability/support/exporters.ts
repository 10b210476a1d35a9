/** Metrics of one exporter, as read where `source` says; a histogram stands without `_bucket`, `_sum` and `_count`. */
export interface Exporter {
  /** The add-on that brings it; undefined for what every stack with observability has. */
  addon?: string;
  source: string;
  metrics: string;
}

/**
 * What the installed exporters really have. A metric goes on the list when it was seen in the source named, not when a
 * dashboard of somebody else asks for it. Left out: what the chart drops (values.yaml of kube-prometheus-stack 88.5.3,
 * kubelet.serviceMonitor.cAdvisorMetricRelabelings), for example container_cpu_cfs_throttled_seconds_total.
 */
export const exporters: Exporter[] = [
  { source: "prometheus/prometheus v3.13: docs/querying, docs/concepts/jobs_instances.md", metrics: "up ALERTS" },
  {
    source: "kubernetes/kube-state-metrics v2.20.0, internal/store",
    metrics: `kube_pod_status_phase kube_pod_status_ready kube_pod_container_status_restarts_total
      kube_pod_container_status_waiting_reason kube_pod_container_status_last_terminated_reason
      kube_pod_container_resource_requests kube_pod_container_resource_limits kube_pod_info kube_pod_owner
      kube_pod_status_unschedulable kube_deployment_spec_replicas kube_deployment_status_replicas_available
      kube_deployment_status_replicas_updated kube_deployment_status_condition kube_statefulset_replicas
      kube_statefulset_status_replicas_ready kube_daemonset_status_desired_number_scheduled
      kube_daemonset_status_number_available kube_node_status_condition kube_node_status_allocatable
      kube_node_status_capacity kube_node_spec_taint kube_node_spec_unschedulable kube_node_info
      kube_job_status_failed kube_job_failed kube_job_status_start_time kube_cronjob_created
      kube_cronjob_status_last_successful_time
      kube_horizontalpodautoscaler_status_current_replicas kube_horizontalpodautoscaler_status_desired_replicas
      kube_horizontalpodautoscaler_spec_max_replicas kube_horizontalpodautoscaler_spec_min_replicas
      kube_poddisruptionbudget_status_pod_disruptions_allowed kube_poddisruptionbudget_status_current_healthy
      kube_poddisruptionbudget_status_desired_healthy kube_poddisruptionbudget_status_expected_pods
      kube_persistentvolumeclaim_status_phase kube_persistentvolumeclaim_info kube_persistentvolume_capacity_bytes
      kube_resourcequota`,
  },
  {
    source: "prometheus/node_exporter v1.12.1, collector",
    metrics: `node_cpu_seconds_total node_memory_MemAvailable_bytes node_memory_MemTotal_bytes
      node_filesystem_avail_bytes node_filesystem_size_bytes node_filesystem_files_free node_filesystem_files
      node_filesystem_readonly node_disk_io_time_seconds_total node_load1 node_load5 node_load15
      node_network_receive_bytes_total node_network_transmit_bytes_total node_pressure_cpu_waiting_seconds_total
      node_pressure_memory_stalled_seconds_total node_pressure_io_stalled_seconds_total
      node_nf_conntrack_entries node_nf_conntrack_entries_limit node_timex_offset_seconds node_timex_sync_status`,
  },
  {
    source: "kubernetes/kubernetes, pkg/kubelet/metrics/metrics.go at 0028b26b",
    metrics: `kubelet_pod_start_duration_seconds kubelet_pod_start_sli_duration_seconds
      kubelet_pleg_relist_duration_seconds kubelet_evictions kubelet_running_pods kubelet_running_containers
      kubelet_volume_stats_available_bytes kubelet_volume_stats_capacity_bytes kubelet_volume_stats_inodes_free
      kubelet_volume_stats_inodes`,
  },
  {
    source: "google/cadvisor v0.60.5, lib/metrics/prometheus.go",
    metrics: `container_cpu_usage_seconds_total container_cpu_cfs_throttled_periods_total
      container_cpu_cfs_periods_total container_memory_working_set_bytes container_memory_rss
      container_oom_events_total container_network_receive_bytes_total container_network_transmit_bytes_total
      container_fs_reads_bytes_total container_fs_writes_bytes_total`,
  },
  {
    source: "kubernetes.io/docs/reference/instrumentation/metrics: stable metrics of kube-apiserver",
    metrics: "apiserver_request_total apiserver_request_duration_seconds apiserver_current_inflight_requests",
  },
  {
    source: "coredns/coredns v1.14.7, plugin/metrics/vars/vars.go",
    metrics: "coredns_dns_requests_total coredns_dns_responses_total coredns_dns_request_duration_seconds",
  },
  {
    source: "kubernetes-sigs/controller-runtime, pkg/internal/controller/metrics: every controller that is built on it",
    metrics: "controller_runtime_reconcile_total controller_runtime_reconcile_errors_total workqueue_depth",
  },
  {
    source:
      "open-telemetry/semantic-conventions, docs/http/http-metrics.md: what a service exports unless it says other",
    metrics: "http_server_request_duration_seconds",
  },
  {
    addon: "alloy",
    source: "grafana/alloy, internal/component/common/loki/client/metrics.go, internal/runtime/internal/controller",
    metrics: `loki_write_sent_bytes_total loki_write_sent_entries_total loki_write_dropped_entries_total
      alloy_component_controller_running_components`,
  },
  {
    addon: "argo-cd",
    source: "argoproj/argo-cd v3.5.1, controller/metrics/metrics.go",
    metrics: "argocd_app_info argocd_app_sync_total argocd_app_reconcile argocd_git_fetch_fail_total",
  },
  {
    addon: "argo-rollouts",
    source: "argoproj/argo-rollouts v1.9.1, controller/metrics/prommetrics.go",
    metrics: "rollout_info rollout_events_total analysis_run_info experiment_info",
  },
  {
    addon: "aws-load-balancer-controller",
    source: "kubernetes-sigs/aws-load-balancer-controller v3.5.0, pkg/metrics/aws/instruments.go",
    metrics: `aws_api_calls_total aws_api_call_duration_seconds aws_api_call_permission_errors_total
      aws_api_call_service_limit_exceeded_errors_total aws_api_call_throttled_errors_total`,
  },
  {
    addon: "calico",
    source: "projectcalico/calico, felix/calc and felix/dataplane/linux",
    metrics: `felix_cluster_num_workload_endpoints felix_cluster_num_policies felix_int_dataplane_failures
      felix_ipset_errors felix_iptables_restore_errors felix_log_errors`,
  },
  {
    addon: "cert-manager",
    source: "cert-manager/cert-manager v1.21.1, internal/collectors and pkg/metrics/metrics.go",
    metrics: `certmanager_certificate_expiration_timestamp_seconds certmanager_certificate_ready_status
      certmanager_certificate_renewal_timestamp_seconds certmanager_http_acme_client_request_count
      certmanager_controller_sync_error_count`,
  },
  {
    addon: "cluster-autoscaler",
    source: "kubernetes/autoscaler cluster-autoscaler-1.35.0, cluster-autoscaler/metrics/metrics.go",
    metrics: `cluster_autoscaler_nodes_count cluster_autoscaler_unschedulable_pods_count
      cluster_autoscaler_failed_scale_ups_total`,
  },
  {
    addon: "cloudnative-pg",
    source: "cloudnative-pg/cloudnative-pg, docs/src/monitoring.md and config/manager/default-monitoring.yaml",
    metrics: `cnpg_collector_up cnpg_collector_last_available_backup_timestamp
      cnpg_collector_last_failed_backup_timestamp cnpg_pg_stat_archiver_last_archived_time
      cnpg_pg_stat_archiver_last_failed_time`,
  },
  {
    addon: "envoy-gateway",
    source: "envoyproxy/gateway v1.9.0, charts/gateway-addons-helm/dashboards",
    metrics: `envoy_http_downstream_rq_total envoy_cluster_upstream_rq_total envoy_cluster_upstream_rq_xx
      envoy_cluster_upstream_rq_time envoy_cluster_membership_healthy envoy_cluster_membership_total
      envoy_listener_downstream_cx_active`,
  },
  {
    addon: "external-dns",
    source: "kubernetes-sigs/external-dns v0.22.0, docs/monitoring/metrics.md",
    metrics: `external_dns_controller_last_sync_timestamp_seconds external_dns_registry_errors_total
      external_dns_source_errors_total external_dns_registry_records external_dns_source_records`,
  },
  {
    addon: "falco",
    source: "falco.org/docs/concepts/metrics/falco-metrics, prometheus output; values config.metrics of the chart",
    metrics: "falcosecurity_falco_rules_matches_total falcosecurity_scap_n_drops_total",
  },
  {
    addon: "fluent-bit",
    source: "fluent/fluent-bit-docs, administration/monitoring.md",
    metrics: `fluentbit_input_bytes_total fluentbit_input_records_total fluentbit_output_proc_records_total
      fluentbit_output_dropped_records_total fluentbit_output_errors_total fluentbit_output_retries_total`,
  },
  {
    addon: "istio-cni",
    source: "istio/istio 1.30.3, cni/pkg/install/monitoring.go",
    metrics: "istio_cni_installs_total istio_cni_install_ready",
  },
  {
    addon: "istiod",
    source: "istio/istio 1.30.3, pilot/pkg/xds and pkg, monitoring.go; of proxies: manifests/addons/dashboards",
    metrics: `istio_requests_total istio_request_duration_milliseconds pilot_proxy_convergence_time
      pilot_total_xds_rejects sidecar_injection_success_total sidecar_injection_failure_total
      citadel_server_root_cert_expiry_seconds`,
  },
  {
    addon: "jaeger",
    source: "jaegertracing/jaeger v2, built on the OpenTelemetry Collector: the names of otel-gateway",
    metrics: "otelcol_receiver_accepted_spans_total otelcol_exporter_send_failed_spans_total",
  },
  {
    addon: "karpenter",
    source: "kubernetes-sigs/karpenter v1.14.1, pkg; aws/karpenter-provider-aws, website reference/metrics.md",
    metrics: `karpenter_nodepools_usage karpenter_nodepools_limit karpenter_nodes_created_total
      karpenter_nodes_terminated_total karpenter_pods_startup_duration_seconds
      karpenter_cloudprovider_errors_total karpenter_interruption_message_queue_duration_seconds`,
  },
  {
    addon: "keda",
    source: "kedacore/keda v2.20.2, pkg/metricscollector/prommetrics.go",
    metrics: `keda_scaler_active keda_scaler_metrics_value keda_scaler_detail_errors_total
      keda_scaled_object_errors_total keda_scaled_object_paused`,
  },
  {
    addon: "loki",
    source: "grafana/loki, production/loki-mixin and docs/sources/operations/observability.md",
    metrics: `loki_distributor_bytes_received_total loki_discarded_samples_total loki_request_duration_seconds
      loki_ingester_memory_streams`,
  },
  {
    addon: "metrics-server",
    source: "kubernetes-sigs/metrics-server, pkg/scraper/scraper.go and pkg/server/server.go",
    metrics: "metrics_server_kubelet_request_total metrics_server_manager_tick_duration_seconds",
  },
  {
    addon: "opencost",
    source: "opencost/opencost, pkg/costmodel/metrics.go",
    metrics: "node_total_hourly_cost pv_hourly_cost",
  },
  {
    addon: "otel-gateway",
    // With readers in its configuration, as here, the collector appends `_total`.
    source: "opentelemetry.io/docs/collector/internal-telemetry; opentelemetry-helm-charts, rendered dashboards",
    metrics: `otelcol_receiver_accepted_spans_total otelcol_receiver_refused_spans_total
      otelcol_exporter_sent_spans_total otelcol_exporter_send_failed_spans_total
      otelcol_exporter_queue_size otelcol_exporter_queue_capacity`,
  },
  {
    addon: "sealed-secrets",
    source: "bitnami-labs/sealed-secrets, pkg/controller/metrics.go",
    metrics: `sealed_secrets_controller_unseal_requests_total sealed_secrets_controller_unseal_errors_total
      sealed_secrets_controller_condition_info`,
  },
  {
    addon: "secrets-store-csi-driver",
    // The exporter of OpenTelemetry appends a second `total`; its page docs/book/src/topics/metrics.md is older.
    source: "kubernetes-sigs/secrets-store-csi-driver, pkg/secrets-store; seen with the exporter's v0.60.0",
    metrics: "total_node_publish_total total_node_publish_error_total total_rotation_reconcile_error_total",
  },
  {
    addon: "tempo",
    source: "grafana/tempo, modules/distributor/distributor.go, modules/overrides/discarded_spans.go, tempo-mixin",
    metrics: `tempo_distributor_bytes_received_total tempo_distributor_spans_received_total
      tempo_discarded_spans_total tempo_request_duration_seconds`,
  },
  {
    addon: "trivy-operator",
    source: "aquasecurity/trivy-operator, pkg/metrics/collector.go",
    metrics: "trivy_image_vulnerabilities trivy_image_exposedsecrets trivy_resource_configaudits",
  },
  {
    addon: "vault",
    source: "developer.hashicorp.com/vault/docs/internals/telemetry/metrics, api-docs/system/metrics",
    metrics: `vault_core_unsealed vault_core_handle_request vault_expire_num_leases vault_audit_log_request_failure
      vault_audit_log_response_failure`,
  },
  {
    addon: "velero",
    source: "vmware-tanzu/velero v1.18.1, pkg/metrics/metrics.go",
    metrics: `velero_backup_success_total velero_backup_failure_total velero_backup_partial_failure_total
      velero_backup_last_successful_timestamp velero_backup_location_status_gauge`,
  },
];

/** Every metric that exporters of these add-ons have, histograms by each of their series. */
export function exportedMetrics(on: (addon: string) => boolean): Set<string> {
  const names = exporters
    .filter(({ addon }) => addon === undefined || on(addon))
    .flatMap(({ metrics }) => metrics.split(/\s+/));
  return new Set(names.flatMap((name) => [name, ...["_bucket", "_sum", "_count"].map((part) => name + part)]));
}
