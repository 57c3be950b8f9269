{{/* The GPUs by name, with commas between them: auto would do without one. */}}
{{- define "dcae.devices" -}}
{{- $gpus := int .Values.gpu.count -}}
{{- if and (gt $gpus 1) (contains "/mig-" .Values.gpu.resource) -}}
{{- fail (printf "gpu.count is %d of %s: CUDA shows a process one MIG instance alone" $gpus .Values.gpu.resource) -}}
{{- end -}}
{{- $devices := list -}}
{{- range until $gpus }}{{ $devices = append $devices (printf "cuda:%d" .) }}{{ end -}}
{{- join "," $devices -}}
{{- end -}}

{{/* The service's settings. With GPUs, models that name no devices have these. */}}
{{- define "dcae.settings" -}}
{{- $settings := deepCopy .Values.dcae -}}
{{- with include "dcae.devices" . -}}
{{- $devices := splitList "," . -}}
{{- range $settings.models }}{{ if not .devices }}{{ $_ := set . "devices" $devices }}{{ end }}{{ end -}}
{{- end -}}
{{- $all := dict "dcae" $settings -}}
{{- with include "dcae.contextPath" . }}{{ $_ := set $all "server" (dict "servlet" (dict "context-path" .)) }}{{ end -}}
{{- toYaml $all -}}
{{- end -}}

{{/* The prefix that the service has itself, since its ingress takes none off. */}}
{{- define "dcae.contextPath" -}}
{{- if and .Values.ingress.enabled (eq .Values.ingress.rewrite "none") -}}
{{- trimSuffix "/" .Values.ingress.path -}}
{{- end -}}
{{- end -}}

{{/* Something if a model comes from the hub. */}}
{{- define "dcae.fetches" -}}
{{- range .Values.dcae.models }}{{ if hasPrefix "hf:" .source }}yes{{ end }}{{ end -}}
{{- end -}}

{{/* What scales the deployment, if something does. */}}
{{- define "dcae.scaler" -}}
{{- if and .Values.autoscaling.hpa.enabled .Values.autoscaling.keda.enabled -}}
{{- fail "autoscaling.hpa and autoscaling.keda are both enabled, and would each undo what the other does" -}}
{{- end -}}
{{- if .Values.autoscaling.hpa.enabled }}hpa{{ else if .Values.autoscaling.keda.enabled }}keda{{ end -}}
{{- end -}}

{{/*
The number of pods, where Helm is to name one. With a scaler it is the scaler's, who need not have set it yet: a number that
Helm named before would be reset to 1 if it were left out, and the deployment lose its pods until metrics have come. So the
number there is now is named again, for as long as nobody else owns the field; and always where Helm does not apply on the
server, which then knows of no owners. Without a cluster to look at, as with Argo CD, none is named.
*/}}
{{- define "dcae.replicas" -}}
{{- if not (include "dcae.scaler" .) -}}
{{- .Values.replicaCount -}}
{{- else if .Release.IsUpgrade -}}
{{- $live := lookup "apps/v1" "Deployment" .Release.Namespace (include "dcae.name" .) -}}
{{- $applied := false -}}
{{- $owned := false -}}
{{- range dig "metadata" "managedFields" list $live -}}
  {{- $fields := dig "fieldsV1" "f:spec" dict . -}}
  {{- /* Who named the selector made the deployment. */ -}}
  {{- if and (eq .operation "Apply") (hasKey $fields "f:selector") }}{{ $applied = true }}{{ end -}}
  {{- /* Scalers, and kubectl scale, go by the subresource. */ -}}
  {{- if and (hasKey $fields "f:replicas") (not (hasKey . "subresource")) }}{{ $owned = true }}{{ end -}}
{{- end -}}
{{- if and $live (or $owned (not $applied)) }}{{ $live.spec.replicas }}{{ end -}}
{{- end -}}
{{- end -}}

{{/* The longest that an accepted request may take, and so the limit of the service's drain. */}}
{{- define "dcae.requestSeconds" -}}
{{- index .Values.dcae.limits "request-timeout" | trimSuffix "s" -}}
{{- end -}}

{{/* The longest that the service waits for kept connections, from the hook's call on. */}}
{{- define "dcae.farewellSeconds" -}}
{{- dig "connections" "farewell" "5s" .Values.dcae | trimSuffix "s" -}}
{{- end -}}

{{/* Addresses that name a model, and so need no prefix to tell whose they are. */}}
{{- define "dcae.modelPaths" -}}
{{- $paths := list (printf "/remote-vae/%s" .) -}}
{{- range list "encode" "decode" "encode_file" "decode_file" }}{{ $paths = append $paths (printf "/v2/models/%s.%s" $ .) }}{{ end -}}
{{- toYaml $paths -}}
{{- end -}}
