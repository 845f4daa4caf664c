/** The Salesforce connector: keeps leads and the conversations with them through Camel's {@code salesforce} component. */
package dev.aftertalk.salesforce;
