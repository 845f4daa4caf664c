/** Our own satisfaction survey: the link in the mail, and the page behind it. */
package dev.aftertalk.survey;
