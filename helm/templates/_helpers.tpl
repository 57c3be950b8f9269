{{- define "dcae.name" -}}
{{- $name := .Release.Name -}}
{{- if not (contains .Chart.Name $name) }}{{ $name = printf "%s-%s" $name .Chart.Name }}{{ end -}}
{{- $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "dcae.managementName" -}}
{{- include "dcae.name" . | trunc 52 | trimSuffix "-" -}}-management
{{- end -}}

{{- define "dcae.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "dcae.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{ include "dcae.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{/* Labels of the test's pod, which is none of the service's. */}}
{{- define "dcae.testLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}-test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "dcae.image" -}}
{{- $flavor := ternary "-cu128" "" (gt (int .Values.gpu.count) 0) -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default (print .Chart.AppVersion $flavor) }}
{{- end -}}

{{- define "dcae.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "dcae.containerSecurity" -}}
readOnlyRootFilesystem: true
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
{{- end -}}

{{/* The service's settings. With GPUs, models that name no devices have these: auto would do without one. */}}
{{- define "dcae.settings" -}}
{{- $settings := deepCopy .Values.dcae -}}
{{- if gt (int .Values.gpu.count) 0 -}}
{{- $devices := list -}}
{{- range until (int .Values.gpu.count) }}{{ $devices = append $devices (printf "cuda:%d" .) }}{{ end -}}
{{- range $settings.models }}{{ if not .devices }}{{ $_ := set . "devices" $devices }}{{ end }}{{ end -}}
{{- end -}}
{{- toYaml $settings -}}
{{- end -}}

{{/* Something if a model comes from the hub. */}}
{{- define "dcae.fetches" -}}
{{- range .Values.dcae.models }}{{ if hasPrefix "hf:" .source }}yes{{ end }}{{ end -}}
{{- end -}}

{{- define "dcae.env" -}}
{{- if .Values.secrets.hubToken.name }}
- name: HF_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ .Values.secrets.hubToken.name }}
      key: {{ .Values.secrets.hubToken.key }}
{{- end }}
{{- with .Values.env }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "dcae.mounts" -}}
- name: config
  mountPath: /opt/dcae/config
  readOnly: true
- name: cache
  mountPath: /var/cache/dcae
{{- with .Values.volumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* What scales the deployment, if something does. */}}
{{- define "dcae.scaler" -}}
{{- if and .Values.autoscaling.hpa.enabled .Values.autoscaling.keda.enabled -}}
{{- fail "autoscaling.hpa and autoscaling.keda are both enabled, and would each undo what the other does" -}}
{{- end -}}
{{- if .Values.autoscaling.hpa.enabled }}hpa{{ else if .Values.autoscaling.keda.enabled }}keda{{ end -}}
{{- end -}}

{{/* The longest that an accepted request may take, and so the limit of the service's drain. */}}
{{- define "dcae.requestSeconds" -}}
{{- index .Values.dcae.limits "request-timeout" | trimSuffix "s" -}}
{{- end -}}
