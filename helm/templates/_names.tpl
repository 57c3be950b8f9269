{{/* The release's name for everything: that of a Service, which begins with a letter and has no dots. */}}
{{- define "dcae.fullname" -}}
{{- $name := .Values.fullnameOverride -}}
{{- if not $name -}}
  {{- $chart := .Values.nameOverride | default .Chart.Name -}}
  {{- $name = .Release.Name -}}
  {{- if not (contains $chart $name) }}{{ $name = printf "%s-%s" $name $chart }}{{ end -}}
{{- end -}}
{{- $name = regexReplaceAll "[^a-z0-9-]" (lower $name) "-" -}}
{{- if not (regexMatch "^[a-z]" $name) }}{{ $name = printf "dcae-%s" $name }}{{ end -}}
{{- $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* The name with something behind it, which is never cut. Arguments: the context, what is behind it. */}}
{{- define "dcae.suffixed" -}}
{{- $context := index . 0 -}}
{{- $suffix := printf "%s%s" (ternary (printf "-%s" $context.component) "" (ne $context.component "")) (index . 1) -}}
{{- include "dcae.fullname" $context | trunc (int (sub 63 (len $suffix))) | trimSuffix "-" -}}{{ $suffix }}
{{- end -}}

{{- define "dcae.name" -}}
{{- include "dcae.suffixed" (list . "") -}}
{{- end -}}

{{/* The name of a Job, with room for what is behind it in the names of its pods, up to its last index. */}}
{{- define "dcae.jobName" -}}
{{- $index := printf "-%d" (sub (int .Values.job.completions) 1) -}}
{{- include "dcae.suffixed" (list . $index) | trimSuffix $index -}}
{{- end -}}

{{- define "dcae.managementName" -}}
{{- include "dcae.suffixed" (list . "-management") -}}
{{- end -}}

{{/* Labels of all of the release's pods, of whichever deployment. */}}
{{- define "dcae.releaseSelector" -}}
app.kubernetes.io/name: {{ .Values.nameOverride | default .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "dcae.selector" -}}
{{ include "dcae.releaseSelector" . }}
{{- with .component }}
app.kubernetes.io/component: {{ . | quote }}
{{- end }}
{{- end -}}

{{/* Labels of the test's pod, which is none of the service's. */}}
{{- define "dcae.testLabels" -}}
app.kubernetes.io/name: {{ printf "%s-test" (.Values.nameOverride | default .Chart.Name) | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "dcae.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{ include "dcae.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- /* By those of the selector pods are found. */}}
{{- $selector := include "dcae.selector" . | fromYaml }}
{{- range $key, $label := .Values.commonLabels }}
{{- if not (hasKey $selector $key) }}
{{ toYaml (dict $key $label) }}
{{- end }}
{{- end }}
{{- end -}}

{{/*
Metadata of an object. Arguments: the context, its name; labels and annotations of its own, of which the first of two
with the same name wins.
*/}}
{{- define "dcae.metadata" -}}
{{- $context := index . 0 -}}
name: {{ index . 1 }}
labels:
  {{- merge (deepCopy (index . 2 | default dict)) (include "dcae.labels" $context | fromYaml) | toYaml | nindent 2 }}
{{- with merge (deepCopy (index . 3 | default dict)) ($context.Values.commonAnnotations | default dict) }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* A tag is of all variants, unless it has the name of one behind it already. */}}
{{- define "dcae.image" -}}
{{- $image := .Values.image -}}
{{- $variant := $image.variant -}}
{{- if eq $variant "auto" }}{{ $variant = ternary "cu128" "" (gt (int .Values.gpu.count) 0) }}{{ end -}}
{{- $tag := $image.tag | default .Chart.AppVersion -}}
{{- if and $variant (not (hasSuffix (printf "-%s" $variant) $tag)) }}{{ $tag = printf "%s-%s" $tag $variant }}{{ end -}}
{{- with $image.digest -}}
{{ $image.repository }}@{{ . }}
{{- else -}}
{{ $image.repository }}:{{ $tag }}
{{- end -}}
{{- end -}}
