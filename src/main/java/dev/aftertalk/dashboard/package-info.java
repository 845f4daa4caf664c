/** The live dashboard of the satisfaction figures: its page, the stream that tells the page of changes, and the export. */
package dev.aftertalk.dashboard;
