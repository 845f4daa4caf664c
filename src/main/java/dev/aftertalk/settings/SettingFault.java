package dev.aftertalk.settings;

/**
 * A setting that can't be used as it stands.
 *
 * @param setting its name
 * @param problem what is wrong and what it may be, in words for whoever wrote it, beginning with the name; never a secret
 */
public record SettingFault(String setting, String problem) {}
