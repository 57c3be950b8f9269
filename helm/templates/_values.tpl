{{/*
Values that have a default, for a release that keeps the values of an older chart (helm upgrade --reuse-values) and so
lacks what is new: a test holds them to be those of values.yaml. What is empty there, templates take for empty here.
*/}}
{{- define "dcae.defaults" -}}
replicaCount: 1
revisionHistoryLimit: 10
enableServiceLinks: false
image:
  repository: dcae
  variant: auto
  pullPolicy: IfNotPresent
dcae:
  limits:
    max-body: 64MB
    request-timeout: 60s
secrets:
  hubToken:
    key: token
gpu:
  count: 0
  resource: nvidia.com/gpu
cache:
  sizeLimit: 10Gi
  persistentVolumeClaim:
    enabled: false
    accessMode: ReadWriteOnce
fetch:
  limitSeconds: 1800
startup:
  limitSeconds: 600
shutdown:
  preStopSeconds: 10
  marginSeconds: 15
serviceAccount:
  create: false
  automount: false
service:
  type: ClusterIP
  port: 80
  managementPort: 8081
ingress:
  enabled: false
  path: /
  rewrite: nginx
httpRoute:
  enabled: false
  path: /
  matchModel: false
autoscaling:
  minReplicas: 1
  maxReplicas: 4
  queueSeconds: 5
  cooldownSeconds: 300
  hpa:
    enabled: false
  keda:
    enabled: false
    prometheus: http://prometheus-operated.monitoring:9090
    pollingSeconds: 15
    fallback:
      failures: 3
      behavior: currentReplicasIfHigher
podDisruptionBudget:
  enabled: true
  maxUnavailable: 1
networkPolicy:
  enabled: false
  monitoring:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: monitoring
  hub:
    ports: [443]
  s3:
    enabled: false
    ports: [443]
  collector:
    enabled: false
    ports: [4317, 4318]
monitoring:
  serviceMonitor:
    enabled: false
    interval: 15s
  podMonitor:
    enabled: false
    interval: 15s
  prometheusRule:
    enabled: false
  dashboard:
    enabled: false
job:
  enabled: false
  completions: 4
  backoffLimitPerIndex: 10
  metricsPort: 9400
test:
  timeoutSeconds: 60
{{- end -}}

{{/* The same of what is added only where all of it is missing: a key of it that is set to null stays away. */}}
{{- define "dcae.wholeDefaults" -}}
resources:
  requests:
    cpu: "1"
    memory: 4Gi
  limits:
    memory: 4Gi
fetch.resources:
  requests:
    cpu: 500m
    memory: 1Gi
  limits:
    memory: 1Gi
podSecurityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile:
    type: RuntimeDefault
containerSecurityContext:
  readOnlyRootFilesystem: true
  allowPrivilegeEscalation: false
  capabilities:
    drop: [ALL]
topologySpread: [kubernetes.io/hostname]
{{- end -}}

{{/*
Renders a template once for each deployment, or once in all if no list of them is given. Its context is like the root's,
with the deployment's values over the others, and beside them:
  component  the deployment's name, empty for the only one
  path       the prefix that it has in an ingress or a route, empty for none
With job.enabled nothing is served, and only what a Job needs is rendered.
Arguments: the root, the name of the template.
*/}}
{{- define "dcae.each" -}}
{{- $root := index . 0 -}}
{{- $template := index . 1 -}}
{{- $common := include "dcae.values" $root | fromJson -}}
{{- /* What else the chart calls its objects by is taken, too. */ -}}
{{- $names := dict -}}
{{- if and $common.monitoring.dashboard.enabled (not $common.job.enabled) }}{{ $_ := set $names "dashboard" true }}{{ end -}}
{{- $left := $common.deployments | default (list (dict)) -}}
{{- $ofJobs := list "dcae.bulk" "dcae.persistentVolumeClaim" "dcae.notesOf" -}}
{{- if and $common.job.enabled (not (has $template $ofJobs)) }}{{ $left = list }}{{ end -}}
{{- range $deployment := $left -}}
  {{- $component := $deployment.name | default "" -}}
  {{- $values := mergeOverwrite (deepCopy $common) (deepCopy (omit $deployment "name" "host" "path")) -}}
  {{- /* As Helm does with null in the values of all. */ -}}
  {{- range list $values.resources $values.fetch.resources $values.podSecurityContext $values.containerSecurityContext -}}
    {{- include "dcae.dropNulls" . -}}
  {{- end -}}
  {{- $own := $deployment.path | default (ternary (printf "/%s" $component) "/" (and (ne $component "") (empty $deployment.host))) -}}
  {{- $context := dict "Values" $values "Release" $root.Release "Chart" $root.Chart "Files" $root.Files "component" $component -}}
  {{- range $kind := list "ingress" "httpRoute" -}}
    {{- $of := get $values $kind -}}
    {{- $_ := set $of "path" (printf "%s%s" (trimSuffix "/" $of.path) (trimSuffix "/" $own)) -}}
    {{- if $deployment.host }}{{ $_ := set $of "host" $deployment.host }}{{ $_ := set $of "hosts" list }}{{ $_ := set $of "hostnames" (list $deployment.host) }}{{ end -}}
  {{- end -}}
  {{- $taken := list $component -}}
  {{- if not $values.job.enabled -}}
    {{- $taken = append $taken (printf "%s-management" $component) -}}
    {{- $ingress := $values.ingress -}}
    {{- if and $ingress.enabled (eq $ingress.rewrite "nginx") (ne $ingress.path "") }}{{ $taken = append $taken (printf "%s-models" $component) }}{{ end -}}
  {{- end -}}
  {{- range $name := $taken -}}
    {{- if hasKey $names $name }}{{ fail (printf "deployments leads to two of the name %s" $name) }}{{ end -}}
    {{- $_ := set $names $name true -}}
  {{- end }}
{{ include $template $context }}
{{- end -}}
{{- end -}}

{{/* Removes the keys of a map, and of maps in it, that are null. */}}
{{- define "dcae.dropNulls" -}}
{{- $map := . -}}
{{- range $key, $value := . -}}
  {{- if kindIs "invalid" $value }}{{ $_ := unset $map $key }}{{ else if kindIs "map" $value }}{{ include "dcae.dropNulls" $value }}{{ end -}}
{{- end -}}
{{- end -}}

{{/* Renders a template once, with every value there. Arguments as above. */}}
{{- define "dcae.once" -}}
{{- $root := index . 0 -}}
{{- $values := include "dcae.values" $root | fromJson -}}
{{- if not (and $values.job.enabled (has (index . 1) (list "dcae.prometheusRule" "dcae.test"))) }}
{{ include (index . 1) (dict "Values" $values "Release" $root.Release "Chart" $root.Chart "Files" $root.Files "component" "" "root" $root) }}
{{- end }}
{{- end -}}

{{/* The values, with the defaults of what is missing, as JSON. */}}
{{- define "dcae.values" -}}
{{- $values := mergeOverwrite (include "dcae.defaults" . | fromYaml) (deepCopy .Values) -}}
{{- range $key, $default := include "dcae.wholeDefaults" . | fromYaml -}}
  {{- $path := splitList "." $key -}}
  {{- $owner := $values -}}
  {{- range initial $path }}{{ $owner = get $owner . }}{{ end -}}
  {{- if not (hasKey $owner (last $path)) }}{{ $_ := set $owner (last $path) $default }}{{ end -}}
{{- end -}}
{{- toJson $values -}}
{{- end -}}
