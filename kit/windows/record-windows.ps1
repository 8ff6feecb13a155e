# Records what Holdfast judges a Windows host by, as one JSON file. It changes nothing, asks nobody, and needs nothing but what
# Windows brings (PowerShell 2.0 or newer). Run it as an administrator: others do not see all features.
#
#   powershell -ExecutionPolicy Bypass -File record-windows.ps1 -Out pc-7.json
param([string]$Out = "$env:COMPUTERNAME.json")

$ErrorActionPreference = 'SilentlyContinue'
$system = Get-WmiObject Win32_OperatingSystem
$processor = @(Get-WmiObject Win32_Processor)[0]
$current = Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion'

# A list that cannot be read is null and not empty: what was not seen is not assessed.
$hotfixes = Get-WmiObject Win32_QuickFixEngineering
$updates = $null
if ($? -and $hotfixes) {
  $updates = @($hotfixes | Where-Object { $_.HotFixID -match '^KB\d+$' } | ForEach-Object {
    $day = $null
    if ($_.InstalledOn) { $day = ([datetime]$_.InstalledOn).ToString('yyyy-MM-dd') }
    @{ id = $_.HotFixID; kind = $_.Description; installedAt = $day }
  })
}

# 1 is enabled, 2 disabled, 3 absent, 4 unknown.
$optional = Get-WmiObject Win32_OptionalFeature
$features = $null
if ($? -and $optional) {
  $features = @($optional | Where-Object { $_.InstallState -lt 4 } | ForEach-Object {
    @{ name = $_.Name; enabled = ($_.InstallState -eq 1) }
  })
}
# Where SMB 1 is no optional feature the registry says it, and where nothing is said, it is on.
if (-not ($features | Where-Object { $_.name -match '^SMB1Protocol$' })) {
  $smb = Get-ItemProperty 'HKLM:\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters'
  if ($smb) {
    $isOn = ($smb.SMB1 -eq $null) -or ($smb.SMB1 -ne 0)
    $features = @($features | Where-Object { $_ }) + @(@{ name = 'SMB1Protocol'; enabled = $isOn })
  }
}

$listeners = $null
$lines = netstat -ano
if ($?) {
  $listeners = @($lines | ForEach-Object {
    if ($_ -match '^\s*TCP\s+(\S+):(\d+)\s+\S+\s+LISTENING\s+(\d+)') {
      $address = $Matches[1].Trim('[', ']'); $port = [int]$Matches[2]
      $name = (Get-Process -Id $Matches[3]).ProcessName
      @{ transport = 'tcp'; address = $address; port = $port; process = $name }
    }
  })
}

$recording = @{
  format = 'holdfast-windows-recording'
  version = 1
  host = $env:COMPUTERNAME
  machineId = (Get-WmiObject Win32_ComputerSystemProduct).UUID
  recordedAt = (Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ')
  system = @{
    name = $system.Caption.Trim()
    version = (($system.Version -split '\.')[0, 1] -join '.')
    build = [int]$system.BuildNumber
    revision = $current.UBR
    servicePack = [int]$system.ServicePackMajorVersion
    edition = $current.EditionID
    productType = [int]$system.ProductType
    installationType = $current.InstallationType
    architecture = [int]$processor.Architecture
  }
  updates = $updates
  features = $features
  listeners = $listeners
}

# A 32-bit system may run on a 64-bit processor.
if ($system.OSArchitecture -and $system.OSArchitecture -match '32') { $recording.system.architecture = 0 }

if (Get-Command ConvertTo-Json) {
  $text = $recording | ConvertTo-Json -Depth 6
} else {
  # PowerShell 2.0 has no ConvertTo-Json; .NET 3.5 has a writer.
  Add-Type -AssemblyName System.Web.Extensions
  $writer = New-Object System.Web.Script.Serialization.JavaScriptSerializer
  $writer.MaxJsonLength = 33554432
  $text = $writer.Serialize($recording)
}
$path = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Out)
[IO.File]::WriteAllText($path, $text)
Write-Output "Wrote $path. Judge it with: holdfast scan host --recording $Out"
