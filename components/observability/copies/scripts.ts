/**
 * What the jobs run, in bash with curl and the AWS CLI. Names come out of answers by grep: the image has no parser of
 * JSON, and both answers have the key that is looked for at one place only.
 */

/**
 * Dashboards of Grafana to S3 (SS-77). One that nobody made by hand comes from the program anyway, so what counts is the
 * rest; a list without any is an error, for the program's own are always there.
 * https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/ and /folder_dashboard_search/
 */
export const dashboardsScript = `
set -euo pipefail
login() { printf 'user = "%s:%s"\\n' "$(cat "$ADMIN/user")" "$(cat "$ADMIN/password")"; }
get() { curl --silent --show-error --fail --max-time 60 --config <(login) "$GRAFANA_URL/api/$1"; }
mkdir -p "$HOME/copy/dashboards"
cd "$HOME/copy"
get 'folders?limit=1000' > folders.json
get 'search?type=dash-db&limit=5000' > list.json
for uid in $(grep -o '"uid":"[^"]*"' list.json | cut -d '"' -f 4); do
  get "dashboards/uid/$uid" > "dashboards/$uid.json"
done
count=$(ls dashboards | wc -l)
[ "$count" -gt 0 ] || { echo 'Grafana has no dashboards: nothing was copied' >&2; exit 1; }
aws s3 cp --recursive --no-progress . "s3://$BUCKET/grafana/$(date -u +%Y-%m-%dT%H-%M-%SZ)/"
echo "$count dashboards copied"
`.trim();

/**
 * A snapshot of Prometheus to S3 (SS-76): hard links, made in a moment and consistent, the newest samples included.
 * Blocks never change, so only those that the bucket lacks are sent. The snapshot goes when it is sent, or by the next
 * run: its links would keep the room of blocks that Prometheus has dropped.
 * https://prometheus.io/docs/prometheus/latest/querying/api/#snapshot
 */
export const metricsScript = `
set -euo pipefail
rm -rf -- "\${DATA:?}"/snapshots/*
reply=$(curl --silent --show-error --fail --max-time 900 --request POST "$PROMETHEUS_URL/api/v1/admin/tsdb/snapshot")
name=$(grep -o '"name":"[^"]*"' <<< "$reply" | cut -d '"' -f 4)
case $name in '' | *[!0-9A-Za-z-]*) echo "Prometheus made no snapshot: $reply" >&2; exit 1 ;; esac
trap 'rm -rf -- "$DATA/snapshots/$name"' EXIT
aws s3 sync --no-progress --size-only "$DATA/snapshots/$name" "s3://$BUCKET/prometheus/"
echo "snapshot $name copied"
`.trim();
