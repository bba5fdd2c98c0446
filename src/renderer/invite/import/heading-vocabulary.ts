/** What columns are called in the files of spreadsheets, address books and directories, in many languages. */

const list = (words: string): string[] => words.trim().split(/\s*,\s*/u);

/** Words for an email address. Those of two letters or more that are part of longer words are in `emailStems`. */
export const emailWords = list(`mail, mails, mel, correo, correos, posta, poczta, levél, почта, пошта, почты,
  ईमेल, דואל, ايميل, إيميل, איימייל`);
export const emailStems =
  list(`email, epost, eposta, courriel, correoelectronico, postaelettronica, correioeletronico, adresseelectronique,
  mailadress, mailcim, sahkoposti, netfang, epasts, elpasts, elpaštas, электроннаяпочта, электроннойпочты, эпочта,
  електроннапошта, ηλεκτρονικοταχυδρομειο, ηλεκτρονικηδιευθυνση, 邮箱, 信箱, 邮件, 郵件, 電郵, 电邮, メール, メアド, 이메일, 메일, 전자우편, อีเมล,
  البريدالالكتروني, البريدالإلكتروني, بريدالكتروني, דואראלקטרוני, thưđiệntử, hộpthư`);

/** Words beside one for an email address that change nothing about whose it is. */
export const plainWords =
  list(`address, addresses, adresse, adressen, adress, adres, adresa, adresy, adrese, adrees, cim, címe,
  direccion, direcciones, dirección, indirizzo, indirizzi, endereço, enderecos, osoite, αδρες, διευθυνση, адрес, адреса, 地址, アドレス,
  주소, عنوان, כתובת, địachỉ, required, requis, obligatoire, pflichtfeld, erforderlich, obligatorio, obbligatorio, obrigatorio,
  verplicht, optional, primary, main, haupt, principal, principale, hlavni, 1, value, wert, valeur, valor, valore, de, du, des, del,
  della, di, do, da, d, la, le, l, el, of, the, der, die, das, von, van, het, adr, hauptadresse, adresi, id,
  electronic, elektronisch, elektronische, electrónico, electrónica, électronique, elettronica, elettronico, eletrônico, eletrónico,
  elektroniczna, elektroniczny, электронная, электронной, електронна`);

/** Words that say that the address is the one at work. */
export const workWords =
  list(`work, business, office, company, corporate, organization, organisation, official, job, firma, firmen,
  dienst, dienstlich, dienstliche, geschäft, geschäftlich, geschäftliche, beruflich, berufliche, arbeit, arbeits, pro, professionnel,
  professionnelle, travail, entreprise, bureau, trabajo, profesional, laboral, empresa, lavoro, aziendale, ufficio, trabalho,
  profissional, werk, zakelijk, zakelijke, arbete, arbets, jobb, arbejde, työ, firmowy, służbowy, pracovní, munkahelyi, iş, рабочий,
  рабочая, 会社, 仕事, 公司, 工作, 직장, 회사, 업무`);

/** Words that say that the address is a private one. */
export const privateWords =
  list(`personal, private, privat, private, privater, privates, home, perso, personnel, personnelle,
  personale, pessoal, privé, particular, domicile, zuhause, privata, prywatny, osobní, kişisel, личный, личная, 個人, 私用, 私人, 个人, 개인`);

/** Words that say that the address is another one of this person, or another person's. It is never sent to unasked. */
export const otherWords =
  list(`recovery, secondary, second, alternate, alternative, alternatives, alt, backup, other, others,
  additional, extra, spare, emergency, assistant, assistants, sponsor, spouse, partner, parent, parents, guardian, referrer, referral,
  referred, creator, created, approver, approved, inviter, invited, requester, requested, reports, reporting, supervisor, manager,
  managers, managed, boss, lead, leader, head, superior, owner, owners, billing, invoice, accounting, cc, bcc, reply, replyto, previous,
  old, former, new, forwarding, forward, notification, notifications, distribution, group, list, support, help, helpdesk, contactperson,
  by, to, display, label, type, types, status, verified, verification, confirmed, opt, optin, optout, subscribed, consent, count, sent,
  opened, format, domain, provider, template, signature, subject, password, typ, tipo, libellé, etikett, anzeigename, bezeichnung,
  zweite, zweiter, ersatz, weitere, weiterer, sonstige, andere, anderer, alte, neue, chef, chefin, chefe, jefe, jefa, leiter, leiterin,
  teamleiter, vorgesetzter, assistenz, notfall, rechnung, rechnungs, autre, deuxième, secours, ancien, ancienne, nouveau, nouvelle,
  otro, otra, nuevo, nueva, anterior, altro, altra, nuovo, nuova, capo, outro, outra, novo, nova, gerente, andere, nieuwe, oude,
  tweede, annan, nödläge, anden, inny, inna, nowy, nowa, drugi, szef, jiný, nadřízený, amir, müdür, diğer, ikinci, 2, 3, 4, 5, 6, 7,
  8, 9, voicemail`);
export const otherStems =
  list(`vorgesetzt, wiederherstell, führungskraft, alternat, notfall, recuper, récup, supervis, responsab,
  gestionnair, supérieur, secondair, secundari, secondari, leidinggevend, herstel, reserv, återställ, gendan, gjenopprett, overordnet,
  nærmeste, närmaste, esihenkil, esimies, palautus, przełożon, menedżer, kierownik, odzysk, zapasow, obnoven, vedoucí, helyreállít,
  yönetici, kurtarma, yedek, руковод, начальник, резерв, восстанов, керівник, προϊσταμεν, ανακτησ, 上司, 予備, 再設定, 復元, 经理, 經理,
  主管, 备用, 備用, 恢复, 复原, 上级, 보조, 복구, 상사, 관리자, 예비`);

/** Words for the name that somebody signs in with, which is an address in many programs. */
export const accountWords =
  list(`userprincipalname, userprincipalnameupn, upn, username, userid, login, loginname, loginid, signin, signinname, account, accountname,
  benutzername, anmeldename, identifiant, usuario, utente, gebruikersnaam, användarnamn, brukernavn, użytkownik, пользователь,
  ユーザー名, 用户名, 사용자`);

export const roleHeadings =
  list(`role, roles, rolename, userrole, memberrole, membershiprole, organizationrole, orgrole, teamrole,
  accessrole, accesslevel, fastlinkitrole, rolle, rollen, benutzerrolle, rôle, rôles, rol, ruolo, ruoli, papel, papéis, função, roll,
  rooli, rola, role uživatele, úloha, szerep, szerepkör, роль, роли, ρόλος, 役割, ロール, 権限, 角色, 역할, תפקיד, دور, vaitrò, บทบาท`);

export const firstNameHeadings =
  list(`firstname, first, givenname, given, forename, vorname, prénom, prenom, primernombre, nome, voornaam,
  förnamn, fornavn, etunimi, imię, jméno, keresztnév, ad, имя, όνομα, 名, 名字, 이름, الاسمالأول, שםפרטי, tên`);
export const lastNameHeadings =
  list(`lastname, last, surname, familyname, family, nachname, familienname, zuname, nomdefamille, nom,
  apellido, apellidos, cognome, sobrenome, apelido, achternaam, efternamn, efternavn, etternavn, sukunimi, nazwisko, příjmení, vezetéknév,
  soyad, soyadı, фамилия, επώνυμο, 姓, 성, اسمالعائلة, שםמשפחה, họ`);
export const nameHeadings =
  list(`name, names, fullname, displayname, personname, person, people, employee, employeename, membername, user,
  teammember, contact, contactname, anzeigename, vollständigername, mitarbeiter, mitarbeiterin, kontakt, nomcomplet, nometprénom,
  collaborateur, nombre, nombrecompleto, nombreyapellidos, nomecognome, nominativo, nomecompleto, naam, volledigenaam, namn, navn, nimi,
  imięinazwisko, celéjméno, név, adsoyad, фио, полноеимя, 氏名, 名前, お名前, 姓名, 성명, الاسم, שם, họvàtên`);

/** Other columns: they show that a line is one of headings. */
export const otherHeadings =
  list(`id, number, no, nr, phone, phonenumber, telephone, telefon, telefonnummer, téléphone, teléfono,
  telefono, telefone, tel, mobile, mobilephone, mobil, handy, portable, móvil, cellulare, cell, fax, phone1value, phone1label,
  phone1type, company, organization, organisation, organizationname, organizationtitle, firma, unternehmen, société, entreprise, empresa,
  azienda, bedrijf, department, abteilung, service, departamento, reparto, afdeling, team, title, titel, jobtitle, position, funktion,
  fonction, cargo, puesto, functie, middlename, zweitervorname, nickname, notes, note, notizen, bemerkung, bemerkungen, remarques, notas,
  comment, comments, kommentar, street, streetaddress, straße, strasse, rue, calle, via, city, ort, stadt, ville, ciudad, città, cidade,
  plaats, state, province, zip, zipcode, postalcode, plz, codepostal, cp, cap, country, countryregion, land, pays, país, paese, location,
  officelocation, standort, language, birthday, geburtstag, date, datum, joined, joinedat, lastactiveat, lastsignin, created, createdat,
  status, active, aktiv, usertype, accountenabled, usagelocation, employeeid, groups, group, labels, website, result, reason, invitedby,
  sent, expires, seats, licenses, lizenzen, orgunitpath, password, passwordhashfunction, objectid, alternateemailaddress, manager, photo`);
