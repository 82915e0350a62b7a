/** What people are told of failures, before it is put into a language. */

/** Every sentence by its id, with its arguments in order. `messages/` has the English, `l10n/` the translations. */
export interface Sentences {
  readonly questionEmpty: [];
  readonly questionWordless: [];
  readonly questionTooLong: [characters: Told, most: Told];
  readonly rootMissing: [path: Told];
  readonly rootUnreadable: [path: Told];
  readonly pinnedElsewhere: [path: Told];
  readonly folderEmpty: [];
  readonly everythingSkipped: [reasons: Told];

  readonly deviceNotBuiltIn: [];
  readonly deviceTooSlow: [seconds: Told];
  readonly deviceCrashed: [signal: Told];
  readonly deviceFailed: [why: Told];
  readonly deviceWrong: [];
  readonly deviceRefused: [device: Told, why: Told];
  readonly deviceLost: [device: Told, why: Told];

  readonly modelNotBuilt: [folder: Told];
  readonly modelNotThere: [folder: Told, file: Told];
  readonly modelDamaged: [file: Told, actual: Told, expected: Told];
  readonly modelOutdated: [folder: Told, file: Told];
  readonly modelUnreadable: [file: Told];
  readonly modelUnusable: [file: Told, reason: Told];
  readonly weightsMissing: [file: Told, packageName: Told, version: Told];
  readonly weightsForeign: [
    packageFolder: Told,
    file: Told,
    packageName: Told,
    version: Told,
    actual: Told,
    expected: Told,
  ];
  readonly weightsFormat: [file: Told, format: Told, known: Told];
  readonly weightsNotOpened: [file: Told];
  readonly weightsUnusable: [file: Told, reason: Told];
  readonly modelNowhere: [path: Told];
  readonly modelFolderWithout: [folder: Told, file: Told];
  readonly modelFamilyUnknown: [model: Told, architecture: Told, known: Told];
  readonly modelOnlyEmbeds: [model: Told, architecture: Told];
  readonly modelTokeniserMissing: [folder: Told, file: Told];
  readonly modelTooLarge: [model: Told, neededGigabytes: Told, memoryGigabytes: Told];
  readonly runtimeNotLoaded: [reason: Told];
  readonly runtimeNotForThis: [platform: Told, platforms: Told];

  readonly modelPreparingStopped: [];
  readonly buildNoRoom: [folder: Told, neededGigabytes: Told, freeGigabytes: Told];
  readonly buildDiskFull: [folder: Told];
  readonly buildUnwritable: [folder: Told, reason: Told];
  readonly modelUnknown: [name: Told];
  readonly modelNotHere: [id: Told];
  readonly modelNotGettable: [name: Told];
  readonly modelNotOurs: [id: Told, owner: Told];
  readonly modelNotAModel: [path: Told];
  readonly termsNotAccepted: [model: Told, terms: Told, url: Told];
  readonly choicesUnreadable: [file: Told, reason: Told];
  readonly choicesUnwritable: [file: Told, reason: Told];
  readonly modelFileDiffers: [file: Told, actual: Told, expected: Told];
  readonly goodForReadingAndWriting: [];
  readonly goodForReading: [];
  readonly goodForEmbedded: [];
  readonly hubEndpointInvalid: [endpoint: Told];
  readonly hubUnreachable: [hub: Told, reason: Told];
  readonly hubCertificate: [hub: Told, code: Told];
  readonly hubRedirects: [url: Told];
  readonly hubRedirectUnsafe: [hub: Told, target: Told];
  readonly hubBusy: [hub: Told, answer: Told, when: Told];
  readonly hubLater: [];
  readonly hubInSeconds: [seconds: Told];
  readonly hubFailed: [hub: Told, answer: Told];
  readonly hubRefused: [file: Told, answer: Told];
  readonly hubGated: [file: Told, page: Told];
  readonly hubTokenRefused: [file: Told, answer: Told];
  readonly hubForbidden: [file: Told, answer: Told];
  readonly hubMissing: [file: Told, revision: Told, answer: Told];
  readonly hubCutOff: [file: Told, reason: Told];
  readonly hubFileOther: [url: Told, actual: Told, expected: Told];
  readonly hubFileOtherSize: [url: Told, actualBytes: Told, expectedBytes: Told];
  readonly downloadChanging: [file: Told];
  readonly downloadDamaged: [url: Told, actual: Told, expected: Told];
  readonly downloadNoRoom: [folder: Told, needed: Told, free: Told];
  readonly downloadDiskFull: [folder: Told];
  readonly downloadUnwritable: [folder: Told, reason: Told];
  readonly downloadRestricted: [];

  readonly cacheOff: [];
  readonly cacheFull: [];
  readonly nothingRemembered: [folder: Told, reason: Told, remedy: Told];
  readonly diskFull: [];
  readonly freeSpace: [];
  readonly notWritable: [];
  readonly checkPermissions: [];
  readonly fileForFolder: [];
  readonly moveFile: [];
  readonly ofAnotherUser: [];
  readonly nameOtherCache: [];
  readonly checkDisk: [];

  readonly engineShutDown: [];
  readonly engineStopped: [reason: Told];
  readonly internal: [reason: Told];

  readonly writerRefusedConnection: [url: Told];
  readonly writerHostUnknown: [url: Told];
  readonly writerUnreachable: [url: Told, reason: Told];
  readonly writerCertificate: [url: Told, code: Told];
  readonly writerCutOff: [url: Told];
  readonly writerSilent: [url: Told, seconds: Told];
  readonly writerKeyRefused: [url: Told, answer: Told];
  readonly writerModelUnknown: [url: Told, model: Told, answer: Told];
  readonly writerBusy: [url: Told, answer: Told];
  readonly writerServerFailed: [url: Told, answer: Told];
  readonly writerRequestRefused: [url: Told, answer: Told];
  readonly writerRedirects: [url: Told, target: Told];
  readonly writerModelUnnamed: [url: Told];
  readonly writerUrlInvalid: [url: Told];
  readonly writerUrlScheme: [url: Told];
  readonly writerUrlPassword: [];
  readonly writerKeyInvalid: [];
  readonly writerErrorUnsaid: [];
  readonly writerError: [said: Told];
  readonly writerEndlessEvent: [];
  readonly writerNoCompletion: [said: Told];
  readonly writerEndless: [];
  readonly writerTokenLimit: [];
  readonly writerFiltered: [];
  readonly writerNoEditor: [];
  readonly writerSilentModel: [writer: Told];
  readonly writerFailed: [writer: Told, reason: Told];
}

export type SentenceId = keyof Sentences;

/** A sentence, to be said in the reader's language. */
export interface Message {
  readonly id: SentenceId;
  readonly args: readonly Told[];
}

/** A sentence, or words that no table has: a name, a number, the words of another program. */
export type Told = string | Message;
