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

{{/* Names of objects that a part of a pod has, with commas behind them. Arguments: the part, the keys of references to them. */}}
{{- define "dcae.named" -}}
{{- $keys := index . 1 -}}
{{- $part := index . 0 -}}
{{- if kindIs "slice" $part -}}
  {{- range $part }}{{ include "dcae.named" (list . $keys) }}{{ end -}}
{{- else if kindIs "map" $part -}}
  {{- range $key, $value := $part -}}
    {{- if and (has $key $keys) (kindIs "map" $value) -}}
      {{- with $value.name | default $value.secretName }}{{ . }},{{ end -}}
    {{- else }}{{ include "dcae.named" (list $value $keys) }}{{ end -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{/* What both of the image's containers have. */}}
{{- define "dcae.container" -}}
image: {{ include "dcae.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- with .Values.containerSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "dcae.env" . }}
env:
  {{- . | nindent 2 }}
{{- end }}
{{- with .Values.envFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumeMounts:
  - name: config
    mountPath: /opt/dcae/config
    readOnly: true
  - name: cache
    mountPath: /var/cache/dcae
  {{- with .Values.volumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* The resources of the one container that computes, with its GPUs. */}}
{{- define "dcae.resources" -}}
{{- $resources := deepCopy (.Values.resources | default dict) }}
{{- if gt (int .Values.gpu.count) 0 }}
{{- $_ := set $resources "limits" (merge (dict .Values.gpu.resource (toString .Values.gpu.count)) ($resources.limits | default dict)) }}
{{- end }}
{{- with $resources -}}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "dcae.volumes" -}}
{{- $claim := .Values.cache.persistentVolumeClaim -}}
- name: config
  projected:
    sources:
      {{- if .Values.job.enabled }}
      {{- /* A Job's template can never be changed. */}}
      - configMap:
          name: {{ include "dcae.name" . }}
      {{- else }}
      # The template's own: a pod that is made while others are rolled out, or by a rollback, has what it was made for.
      - downwardAPI:
          items:
            - path: application.yaml
              fieldRef:
                apiVersion: v1
                fieldPath: metadata.annotations['dcae/settings']
      {{- end }}
      {{- with .Values.secrets.settings }}
      # Spring Boot reads the folders of config, too, and takes them for more important.
      - secret:
          name: {{ . }}
          items:
            - key: application.yaml
              path: secret/application.yaml
      {{- end }}
- name: cache
  {{- if $claim.enabled }}
  persistentVolumeClaim:
    claimName: {{ $claim.existingClaim | default (include "dcae.name" .) }}
  {{- else }}
  emptyDir:
    sizeLimit: {{ .Values.cache.sizeLimit }}
    {{- with .Values.cache.medium }}
    medium: {{ . }}
    {{- end }}
  {{- end }}
{{- with .Values.volumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* What a pod is given by the cluster, of the service and of the test. */}}
{{- define "dcae.podCommon" -}}
{{- if .Values.serviceAccount.create }}
serviceAccountName: {{ .Values.serviceAccount.name | default (include "dcae.fullname" .) }}
{{- else if .Values.serviceAccount.name }}
serviceAccountName: {{ .Values.serviceAccount.name }}
{{- end }}
automountServiceAccountToken: {{ .Values.serviceAccount.automount }}
# A Service named server, say, would otherwise set SERVER_PORT, which is a setting of the service.
enableServiceLinks: {{ .Values.enableServiceLinks }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.dnsPolicy }}
dnsPolicy: {{ . }}
{{- end }}
{{- with .Values.dnsConfig }}
dnsConfig:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.hostAliases }}
hostAliases:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Each is the label of a node, or a constraint. */}}
{{- define "dcae.spread" -}}
{{- $selector := dict "matchLabels" (include "dcae.selector" . | fromYaml) -}}
{{- $constraints := list -}}
{{- range .Values.topologySpread -}}
  {{- $given := ternary . (dict "topologyKey" .) (kindIs "map" .) -}}
  {{- /* Better together than not at all. */ -}}
  {{- $default := dict "maxSkew" 1 "whenUnsatisfiable" "ScheduleAnyway" "labelSelector" $selector -}}
  {{- $constraints = append $constraints (merge (deepCopy $given) $default) -}}
{{- end -}}
{{- toYaml $constraints -}}
{{- end -}}

{{/*
How pods are replaced. All of a rolling update is named, so that the release owns it: where Helm applies on the server, limits
that the cluster chose itself stay when the type becomes Recreate, beside which they are refused.
*/}}
{{- define "dcae.strategy" -}}
{{- $claim := .Values.cache.persistentVolumeClaim -}}
{{- $strategy := dict "type" "RollingUpdate" "rollingUpdate" (dict "maxSurge" "25%" "maxUnavailable" "25%") -}}
{{- if eq ((.Values.strategy).type | default "") "Recreate" -}}
  {{- $strategy = omit .Values.strategy "rollingUpdate" -}}
{{- else if .Values.strategy -}}
  {{- $strategy = mergeOverwrite $strategy (deepCopy .Values.strategy) -}}
{{- else if and $claim.enabled (ne $claim.accessMode "ReadWriteMany") -}}
  {{- /* Another node, or pod, could not mount the volume while an old one has it. */ -}}
  {{- $_ := set $strategy "rollingUpdate" (dict "maxSurge" 0 "maxUnavailable" "100%") -}}
{{- else if gt (int .Values.gpu.count) 0 -}}
  {{- /* Where pods have their GPUs there may be none to spare. Of so few a quarter is rounded down to none. */ -}}
  {{- $scaled := ne (include "dcae.scaler" .) "" -}}
  {{- $pods := int (ternary .Values.autoscaling.minReplicas .Values.replicaCount $scaled) -}}
  {{- if and (gt $pods 1) (lt $pods 4) -}}
    {{- $_ := set $strategy.rollingUpdate "maxUnavailable" 1 -}}
  {{- else if and (eq $pods 1) (not $scaled) -}}
    {{- $_ := set $strategy "rollingUpdate" (dict "maxSurge" 0 "maxUnavailable" 1) -}}
  {{- end -}}
{{- end -}}
{{- toYaml $strategy -}}
{{- end -}}
